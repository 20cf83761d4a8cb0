import { describe, expect, it } from 'vitest';
import { createHarbourState, HARBOUR_KNOWLEDGE } from '../../../../../test/harbour-catalog.ts';
import { runAtOnce } from '../../../../platform/interruptible/index.ts';
import { buildSnapshot, buildSnapshotInSteps, type CatalogState, loadLexicon } from '../../../catalog/index.ts';
import { createGround, createGroundBuilder } from './ground.ts';

const lexicon = loadLexicon();

/** The harbour without its tolls, with other words for its fuel, and with a third ship. */
function changeHarbour(state: CatalogState): CatalogState {
  const readings = new Map(state.readings);
  readings.delete('tolls_total');
  const hold = state.readings.get('hold_free_bytes');
  if (hold === undefined) throw new Error('The harbour has no hold.');
  const vessel = { values: ['aurora', 'borealis', 'corona'], distinct: 3, complete: true, onAllSeries: true };
  readings.set('hold_free_bytes', { ...hold, labels: new Map(hold.labels).set('vessel', vessel) });
  const fuel = [{ type: 'gauge', help: 'Diesel in the bunker.', unit: '' }];
  return { ...state, readings, metadata: new Map(state.metadata).set('fuel_litres', fuel) };
}

describe('a ground that is built after another', () => {
  const state = createHarbourState();
  const first = buildSnapshot(state);
  const second = runAtOnce(buildSnapshotInSteps(changeHarbour(state), new Map(), first));
  const build = createGroundBuilder(HARBOUR_KNOWLEDGE, lexicon);
  const before = runAtOnce(build(first));
  const after = runAtOnce(build(second));

  it('is the same as one built anew', () => {
    const anew = createGround(second, HARBOUR_KNOWLEDGE, lexicon);
    expect(after.measures).toEqual(anew.measures);
    expect(after.values.words).toEqual(anew.values.words);
    for (const text of ['corona', 'flagship', 'crane-0', 'east'])
      expect(after.values.find(text)).toEqual(anew.values.find(text));
    for (const stem of ['diesel', 'bunker', 'toll', 'vessel']) {
      expect(after.knows(stem)).toBe(anew.knows(stem));
      expect(after.weight(stem)).toBe(anew.weight(stem));
      expect(after.withStem(stem)).toEqual(anew.withStem(stem));
    }
    expect(after.absentSubjects).toEqual(anew.absentSubjects);
  });

  it('makes again only the measures of metrics that changed', () => {
    const kept = new Set(before.measures);
    const made = after.measures.filter((measure) => !kept.has(measure) && measure.origin !== 'derived');
    expect(made.map(({ title }) => title)).toEqual(['hold usage', 'fuel', 'fuel litres', 'hold free bytes']);
  });
});
