import { type Interruptible, runAtOnce } from '../../../../platform/interruptible/index.ts';
import type { CatalogSnapshot, KnowledgeFile, Lexicon, ServiceIdentity } from '../../../catalog/index.ts';
import { readEverydayWords } from './everyday-words.ts';
import { createKnownWords, type KnownWords } from './known-words.ts';
import { createLabelWords, type LabelWords } from './label-words.ts';
import type { Measure } from './measure.ts';
import { createMeasureBuilder } from './measures.ts';
import { findSubjects, type Subjects } from './subjects.ts';
import { createValueIndex, foldValue, type ValueIndex } from './values.ts';
import { createVocabulary, type Vocabulary } from './vocabulary.ts';

/** Everything the planner looks up, built once per catalog snapshot. */
export interface Ground extends KnownWords, Subjects {
  readonly snapshot: CatalogSnapshot;
  readonly vocabulary: Vocabulary;
  readonly measures: readonly Measure[];
  readonly values: ValueIndex;
  readonly labelWords: LabelWords;
  /** Services by their folded name. */
  readonly services: ReadonlyMap<string, ServiceIdentity>;
  /** What knowledge files say of labels that tell how something ended. */
  readonly outcomeRules: KnowledgeFile['outcomes'];
  /** The measure of a family or series by its exact name, whatever its case. */
  named(name: string): readonly Measure[];
}

/** Builds grounds of snapshots one after the other; what did not change from one to the next is not read again. */
export type GroundBuilder = (snapshot: CatalogSnapshot) => Interruptible<Ground>;

export function createGroundBuilder(knowledge: readonly KnowledgeFile[], lexicon: Lexicon): GroundBuilder {
  readEverydayWords();
  const vocabulary = createVocabulary(lexicon);
  const labelWords = createLabelWords(knowledge, vocabulary);
  const buildMeasures = createMeasureBuilder(knowledge, vocabulary);
  const outcomeRules = knowledge.flatMap((file) => file.outcomes);
  return function* (snapshot) {
    const measures = yield* buildMeasures(snapshot);
    const byName = yield* indexByName(measures);
    const values = yield* createValueIndex(snapshot, knowledge);
    const knownWords = yield* createKnownWords(measures, labelWords.stems, vocabulary);
    const subjects = yield* findSubjects(knowledge, measures, vocabulary, labelWords);
    return {
      snapshot,
      vocabulary,
      measures,
      labelWords,
      values,
      services: nameServices(snapshot),
      outcomeRules,
      named: (name) => byName.get(name) ?? [],
      ...knownWords,
      ...subjects,
    };
  };
}

export function createGround(snapshot: CatalogSnapshot, knowledge: readonly KnowledgeFile[], lexicon: Lexicon): Ground {
  return runAtOnce(createGroundBuilder(knowledge, lexicon)(snapshot));
}

function* indexByName(measures: readonly Measure[]): Interruptible<Map<string, Measure[]>> {
  const index = new Map<string, Measure[]>();
  for (const measure of measures) {
    if (measure.origin !== 'family') continue;
    yield;
    for (const name of new Set([measure.family ?? '', ...measure.metrics])) {
      const key = name.toLowerCase();
      const list = index.get(key);
      if (list) list.push(measure);
      else index.set(key, [measure]);
    }
  }
  return index;
}

/** A name that only containers have ("controller", "exporter") is a word before it is a service. */
function nameServices(snapshot: CatalogSnapshot): Map<string, ServiceIdentity> {
  return new Map(
    snapshot.services
      .filter((service) => service.identifiedBy.some((identity) => identity.label !== 'container'))
      .map((service) => [foldValue(service.name), service]),
  );
}
