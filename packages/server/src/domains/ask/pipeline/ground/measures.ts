import type { Interruptible } from '../../../../platform/interruptible/index.ts';
import type { CatalogSnapshot, KnowledgeFile } from '../../../catalog/index.ts';
import { completeMeasure } from './complete-measure.ts';
import { deriveMeasures } from './derived/derive-measures.ts';
import { createFamilyMeasures } from './family-measure.ts';
import { createKnowledgeMeasures } from './knowledge-measures.ts';
import type { Measure } from './measure.ts';
import type { Vocabulary } from './vocabulary.ts';

/** All that can be asked of a snapshot: knowledge whose metrics exist here, derived pairs, and every family. */
export type BuildMeasures = (snapshot: CatalogSnapshot) => Interruptible<Measure[]>;

/** What is built remembers what it made: metrics that are the same objects in the next snapshot cost next to nothing. */
export function createMeasureBuilder(knowledge: readonly KnowledgeFile[], vocabulary: Vocabulary): BuildMeasures {
  const files = knowledge.map((file) => createKnowledgeMeasures(file, vocabulary));
  const familyMeasure = createFamilyMeasures(vocabulary);
  return function* (snapshot) {
    const measures: Measure[] = [];
    for (const measuresOf of files) measures.push(...(yield* measuresOf(snapshot)));
    const about = new Map<string, ReadonlySet<string>>();
    for (const measure of measures) for (const metric of measure.metrics) about.set(metric, measure.about);
    const derived = yield* deriveMeasures(snapshot, vocabulary, measures);
    for (const draft of derived) measures.push(completeMeasure(draft, vocabulary));
    for (const family of snapshot.families.values()) {
      yield;
      measures.push(familyMeasure(family, snapshot, about.get(family.name)));
    }
    return measures;
  };
}
