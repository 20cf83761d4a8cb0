import type { CatalogSnapshot, KnowledgeFile, Lexicon } from '../../../catalog/index.ts';
import { createLabelWords, type LabelWords } from './label-words.ts';
import type { Measure } from './measure.ts';
import { buildMeasures } from './measures.ts';
import { createValueIndex, type ValueIndex } from './values.ts';
import { createVocabulary, type Vocabulary } from './vocabulary.ts';

/** Everything the planner looks up, built once per catalog snapshot. */
export interface Ground {
  readonly snapshot: CatalogSnapshot;
  readonly knowledge: readonly KnowledgeFile[];
  readonly vocabulary: Vocabulary;
  readonly measures: readonly Measure[];
  readonly values: ValueIndex;
  readonly labelWords: LabelWords;
  /** Measures that have the stem in a phrase. */
  withStem(stem: string): readonly Measure[];
  /** How much a stem says: rare words say more. Words of form ("rate", "total") say little. */
  weight(stem: string): number;
  /** Whether the stem is known at all: a phrase, name, HELP, label or value has it. */
  knows(stem: string): boolean;
  /** Subjects that knowledge files describe but of which nothing is here, by stem. */
  readonly absentSubjects: ReadonlyMap<string, string>;
}

const FORM_WORDS = 'value metric level current service system cluster data info thing stat statistic situation health performance kind rate ratio percent percentage share fraction average mean max min total sum number count overall second minute hour day per time size gauge counter histogram state status type recent happening going doing environment production prod everything anything something';

export function createGround(snapshot: CatalogSnapshot, knowledge: readonly KnowledgeFile[], lexicon: Lexicon): Ground {
  const vocabulary = createVocabulary(lexicon);
  const measures = buildMeasures(snapshot, knowledge, vocabulary);
  const postings = new Map<string, Measure[]>();
  const known = new Set<string>();
  for (const measure of measures) {
    const stems = new Set(measure.phrases.flat());
    for (const stem of stems) {
      const list = postings.get(stem);
      if (list) list.push(measure);
      else postings.set(stem, [measure]);
    }
    for (const set of [stems, measure.about, measure.nameStems, measure.helpStems]) for (const stem of set) known.add(stem);
    for (const label of measure.labels) for (const stem of vocabulary.stems(label.replaceAll('_', ' '))) known.add(stem);
  }
  const labelWords = createLabelWords(knowledge, vocabulary);
  for (const stem of labelWords.stems) known.add(stem);
  const formStems = new Set(vocabulary.tokens(FORM_WORDS).map((token) => token.stem));
  const total = Math.max(50, measures.length);
  const weight = (stem: string) => {
    const documents = postings.get(stem)?.length ?? 0;
    const idf = Math.log(1 + total / Math.max(2, documents)) / Math.log(1 + total / 2);
    return formStems.has(stem) ? idf * 0.25 : Math.max(0.3, idf);
  };
  return {
    snapshot,
    knowledge,
    vocabulary,
    measures,
    values: createValueIndex(snapshot),
    labelWords,
    weight,
    withStem: (stem) => postings.get(stem) ?? [],
    knows: (stem) => known.has(stem),
    absentSubjects: findAbsentSubjects(knowledge, measures, vocabulary),
  };
}

function findAbsentSubjects(knowledge: readonly KnowledgeFile[], measures: readonly Measure[], vocabulary: Vocabulary): Map<string, string> {
  const present = new Set(measures.map((measure) => measure.subject));
  const absent = new Map<string, string>();
  const spoken = new Set(measures.flatMap((measure) => [...measure.about, ...measure.nameStems]));
  for (const file of knowledge) {
    if (present.has(file.name) || file.measures.length === 0) continue;
    for (const stem of [...file.about.slice(0, 4), file.name].flatMap((word) => vocabulary.stems(word.replaceAll('-', ' ')))) {
      if (!spoken.has(stem)) absent.set(stem, file.title);
    }
  }
  return absent;
}
