import { createHarbour, createHarbourState, HARBOUR_KNOWLEDGE } from '../../../../../../test/harbour-catalog.ts';
import { buildSnapshot, type KnowledgeFile, loadLexicon } from '../../../../catalog/index.ts';
import { createGround, type Ground } from '../ground.ts';

/** The harbour made searchable, with the product's own lexicon. */
export function createHarbourGround(): Ground {
  return createGround(createHarbour(), HARBOUR_KNOWLEDGE, loadLexicon());
}

/** Series beside those of the harbour. */
export interface AddedSeries {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly labels: Readonly<Record<string, readonly string[]>>;
}

/** The harbour with some series more, and measures that somebody wrote down of it. */
export function createLargerHarbourGround(
  added: readonly AddedSeries[],
  measures: KnowledgeFile['measures'] = [],
): Ground {
  const state = createHarbourState();
  const like = state.readings.get('fuel_litres');
  const file = HARBOUR_KNOWLEDGE.find(({ name }) => name === 'lighthouse');
  if (!like || !file) throw new Error('The harbour has fuel and a lighthouse.');
  const readings = added.map(({ name, labels }) => {
    const facts = Object.entries(labels).map(
      ([label, values]) => [label, { values, distinct: values.length, complete: true, onAllSeries: true }] as const,
    );
    return [name, { ...like, name, labels: new Map(facts) }] as const;
  });
  const metadata = added.map(({ name, type }) => {
    const family = type === 'histogram' ? name.replace(/_(?:bucket|sum|count)$/, '') : name;
    return [family, [{ type, help: '', unit: '' }]] as const;
  });
  const snapshot = buildSnapshot({
    ...state,
    readings: new Map([...state.readings, ...readings]),
    metadata: new Map([...state.metadata, ...metadata]),
  });
  return createGround(
    snapshot,
    [...HARBOUR_KNOWLEDGE, { ...file, name: 'pilots', about: [], measures }],
    loadLexicon(),
  );
}
