import { describe, expect, it } from 'vitest';
import { createHarbour, createHarbourState, HARBOUR_KNOWLEDGE } from '../../../../../test/harbour-catalog.ts';
import { runAtOnce } from '../../../../platform/interruptible/index.ts';
import { buildSnapshot } from '../../../catalog/index.ts';
import { createValueIndex, foldValue } from './values.ts';

const index = runAtOnce(createValueIndex(createHarbour(), HARBOUR_KNOWLEDGE));

describe('values', () => {
  it('finds a value whatever its case and separators', () => {
    for (const text of ['tide-api', 'Tide API', 'tide_api'])
      expect(index.find(text).map(({ label }) => label)).toEqual(['service', 'job']);
  });

  it('finds the host of host:port', () => {
    expect(index.find('crane-0')).toMatchObject([{ label: 'instance', value: 'crane-0:8080' }]);
  });

  it('finds an address without its port', () => {
    const withAddress = runAtOnce(
      createValueIndex(
        buildSnapshot(createHarbourState({ up: { type: 'gauge', help: '', labels: { instance: ['10.1.0.22:80'] } } })),
        [],
      ),
    );
    expect(withAddress.find('10.1.0.22')).toMatchObject([{ label: 'instance', value: '10.1.0.22:80' }]);
  });

  it('finds a numbered machine by the end of its name', () => {
    expect(index.find('api-1')).toMatchObject([{ label: 'instance', value: 'tide-api-1:8080' }]);
    expect(index.find('1')).toEqual([]);
  });

  it('finds a value by what knowledge says people call it', () => {
    expect(index.find('flagship')).toMatchObject([{ label: 'vessel', value: 'aurora' }]);
  });

  it('finds a value that is one word by its stem', () => {
    expect(index.findStem('decline')).toMatchObject([{ label: 'outcome', value: 'declined' }]);
  });

  it('knows which families carry a value', () => {
    const [place] = index.find('aurora');
    expect([...(place?.families ?? [])]).toContain('fuel_litres');
    expect([...(place?.families ?? [])]).not.toContain('http_requests_total');
  });

  it.each(['1.4', 'v1.4', '1.4.0'])('finds a version by its beginning: "%s"', (text) => {
    expect(index.findVersion(text)).toMatchObject([{ label: 'version', value: '1.4.0' }]);
  });

  it.each(['1', '4.0', '1.4.0.1', '1.40'])('finds no version by "%s"', (text) => {
    expect(index.findVersion(text)).toEqual([]);
  });

  it('does not offer bounds and quantiles as things', () => {
    expect(index.find('0.25')).toEqual([]);
    expect(index.find('0.99')).toEqual([]);
  });

  it('folds only what people write differently', () => {
    expect(foldValue('-Tide__API-')).toBe('tide-api');
    expect(foldValue('/api/Voyages')).toBe('/api/voyages');
  });
});
