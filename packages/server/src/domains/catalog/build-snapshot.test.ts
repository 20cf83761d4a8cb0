import { describe, expect, it } from 'vitest';
import { createHarbourState } from '../../../test/harbour-catalog.ts';
import { runAtOnce } from '../../platform/interruptible/index.ts';
import { buildSnapshot, buildSnapshotInSteps, type CatalogState } from './build-snapshot.ts';

const before = createHarbourState();
const earlier = buildSnapshot(before);
const buildFrom = (state: CatalogState) => runAtOnce(buildSnapshotInSteps(state, new Map(), earlier));

/** The harbour with a label's values of one metric replaced. */
function relabel(metric: string, label: string, values: readonly string[]): CatalogState {
  const reading = before.readings.get(metric);
  if (reading === undefined) throw new Error(`The harbour has no ${metric}.`);
  const labels = new Map(reading.labels).set(label, {
    ...{ values, distinct: values.length, complete: true, onAllSeries: true },
  });
  return { ...before, readings: new Map(before.readings).set(metric, { ...reading, labels }) };
}

describe('a snapshot that is built from the one before', () => {
  const changed = relabel('boarding_duration_seconds_sum', 'gate', ['north']);

  it('is the same as one built anew', () => {
    const anew = buildSnapshot(changed);
    const snapshot = buildFrom(changed);
    expect([...snapshot.families]).toEqual([...anew.families]);
    expect(snapshot.services).toEqual(anew.services);
    expect([...snapshot.metricNames()].map((name) => snapshot.metric(name))).toEqual(
      [...anew.metricNames()].map((name) => anew.metric(name)),
    );
  });

  it('has the same objects for what did not change, and others for what did', () => {
    const { families } = buildFrom(changed);
    const isSame = (name: string) => families.get(name) === earlier.families.get(name);
    expect([...families.keys()].filter((name) => !isSame(name))).toEqual(['boarding_duration_seconds']);
  });

  it('has another object for a family whose services changed', () => {
    const snapshot = buildFrom(relabel('fuel_litres', 'service', ['bunker']));
    expect(snapshot.families.get('fuel_litres')?.services).toEqual(['bunker']);
    expect(earlier.families.get('fuel_litres')?.services).toEqual([]);
  });

  it('has another object for a family whose HELP or type changed', () => {
    const metadata = new Map(before.metadata)
      .set('fuel_litres', [{ type: 'gauge', help: 'Diesel.', unit: '' }])
      .set('tolls_total', [{ type: 'gauge', help: 'Tolls asked.', unit: '' }]);
    const { families } = buildFrom({ ...before, metadata });
    expect(families.get('fuel_litres')?.help).toBe('Diesel.');
    expect(families.get('tolls_total')?.type).toBe('gauge');
  });
});
