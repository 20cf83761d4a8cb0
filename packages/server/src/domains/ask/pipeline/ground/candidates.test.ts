import { describe, expect, it } from 'vitest';
import { understand } from '../understand/understand.ts';
import { findCandidates } from './candidates.ts';
import { createHarbourGround, createLargerHarbourGround } from './test/harbour-ground.ts';

const NOW = 1_790_000_000;
const ground = createHarbourGround();
const best = (question: string) => findCandidates(understand(question, NOW), ground).bindings[0];

describe('a name of two words', () => {
  const withRelay = createLargerHarbourGround(
    [{ name: 'foghornrelay_trips', type: 'gauge', labels: { vessel: ['aurora', 'borealis'] } }],
    [{ say: ['foghornrelay trips'], measure: 'foghornrelay_trips', unit: 'count' }],
  );
  const title = (question: string) => findCandidates(understand(question, NOW), withRelay).bindings[0]?.measure.title;

  it.each(['foghorn relay trips', 'foghorn relai trips', 'foghrn relay trips'])('is found in "%s"', (question) => {
    expect(title(question)).toBe('foghornrelay trips');
  });
});

describe('candidates', () => {
  it('puts the measure whose words are said first', () => {
    expect(best('fuel of the aurora')).toMatchObject({ measure: { title: 'fuel' } });
    expect(best('how full is the hold')).toMatchObject({ measure: { title: 'hold usage' } });
  });

  it('is nearly certain of a question that says all words and no others', () => {
    expect(best('radar outages')?.score).toBeGreaterThan(0.9);
  });

  it('explains less, and scores lower, with every foreign word', () => {
    const plain = best('radar outages');
    const foreign = best('radar outages of the purple submarine');
    expect(foreign?.score).toBeLessThan(plain?.score ?? 0);
    expect(foreign?.unexplained.map(({ text }) => text)).toContain('submarine');
  });

  it('takes a metric that is written out over everything else', () => {
    expect(best('fuel hold radar berth_slots_max')).toMatchObject({
      measure: { family: 'berth_slots_max' },
      namedOutright: true,
      unexplained: [],
    });
  });

  it('turns things into filters, several of a kind into alternatives', () => {
    expect(best('requests of booking to /api/voyages')?.filters).toEqual([
      { label: 'service', op: '=', value: 'booking' },
      { label: 'route', op: '=', value: '/api/voyages' },
    ]);
    expect(best('requests of booking and tickets')).toMatchObject({
      filters: [{ label: 'service', op: '=~', value: 'booking|tickets' }],
      groups: ['service'],
    });
  });

  it('finds a measure by a value that no other has', () => {
    expect(best('TideHigh')).toMatchObject({
      measure: { family: 'ALERTS' },
      filters: [{ label: 'alertname', op: '=', value: 'TideHigh' }],
    });
  });

  it('finds none by a value that everything has', () => {
    expect(best('booking')).toBeUndefined();
  });

  it.each([
    ['requests of booking and tickets', ['service']],
    ['requests of booking, tickets or tide-api', ['service']],
    ['requests of booking or tickets', []],
    ['requests of booking and tickets by route', ['route']],
  ])('tells apart what is named together, unless it is one or the other: "%s"', (question, groups) => {
    expect(best(question)?.groups).toEqual(groups);
  });

  it.each(['skip /healthz', 'skipping /healthz', 'w/o /healthz', 'omitting /healthz', 'besides /healthz'])(
    'leaves out by "%s"',
    (exclusion) => {
      expect(best(`requests ${exclusion}`)?.filters).toEqual([{ label: 'route', op: '!=', value: '/healthz' }]);
    },
  );

  it('leaves out what is excluded', () => {
    expect(best('requests excluding /healthz')?.filters).toEqual([{ label: 'route', op: '!=', value: '/healthz' }]);
    expect(best('requests not counting health')?.filters).toEqual([{ label: 'route', op: '!~', value: '.*health.*' }]);
  });

  it('finds a word that is part of a value', () => {
    expect(best('requests for voyages')?.filters).toEqual([{ label: 'route', op: '=', value: '/api/voyages' }]);
  });

  it('tells a thing that the measure does not have', () => {
    expect(best('radar outages of booking')?.unboundMentions).toMatchObject([{ text: 'booking' }]);
  });

  it('takes matchers as written where the measure has the label', () => {
    expect(best('requests with method="POST"')?.filters).toEqual([{ label: 'method', op: '=', value: 'post' }]);
    expect(best('fuel with method="POST"')?.filters).toEqual([]);
  });

  it('reads groupings and entities as labels, and tells those that it cannot', () => {
    expect(best('requests by endpoint and status code')?.groups).toEqual(['route', 'code']);
    expect(best('which ship has fuel')?.entityLabel).toBe('vessel');
    expect(best('requests by nationality')?.unresolvedGroups).toEqual(['nationality']);
  });
});
