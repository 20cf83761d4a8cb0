import type { CatalogSnapshot, KnowledgeFile, Lexicon } from '../../../catalog/index.ts';
import { isEveryday } from './everyday-words.ts';
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
  /** The measure of a family or series by its exact name, whatever its case. */
  named(name: string): readonly Measure[];
  /** How much a stem says: rare words say more. Words of form ("rate", "total") say little. */
  weight(stem: string): number;
  /** Whether the stem is a word of form. */
  isForm(stem: string): boolean;
  /** The same without regard to form. */
  plainWeight(stem: string): number;
  /** Whether the stem is known at all: a phrase, name, HELP, label or value has it. */
  knows(stem: string): boolean;
  /** A word of some phrase, as it is spelled there, that passes the test. */
  nearWord(accepts: (candidate: string) => boolean): string | undefined;
  /** A stem of some phrase that passes the test, the most used first. */
  nearStem(stem: string, accepts: (candidate: string) => boolean): string | undefined;
  /** Subjects that knowledge files describe but of which nothing is here, by stem. */
  readonly absentSubjects: ReadonlyMap<string, string>;
  /** Stems that name the subject of some knowledge file. */
  readonly subjectStems: ReadonlySet<string>;
  /** Stems that name a product (redis, jvm, kafka), with the title of its file. */
  readonly products: ReadonlyMap<string, string>;
}

const FORM_WORDS =
  'value metric level current service system cluster data info thing stat statistic situation health performance kind rate ratio percent percentage share fraction average mean max min total sum number count overall second minute hour day per time gauge counter histogram state status type recent happening going doing environment production prod everything anything something growth growing grow leak leaking leaked increase increasing trend hit hits reach until till before highest lowest most least biggest largest smallest deepest worst best busiest longest oldest top bottom many much fewer ago since far exposing relative portion proportion percent avg peak closest nearest microseconds milliseconds lately recently ever holds answered anything care since first fewest shortest heaviest hottest emptiest forecast predict difference minutes hours days seconds bytes';

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
    for (const set of [stems, measure.about, measure.nameStems, measure.helpStems])
      for (const stem of set) known.add(stem);
    for (const label of measure.labels)
      for (const stem of vocabulary.stems(label.replaceAll('_', ' '))) known.add(stem);
  }
  const words = [
    ...new Set(measures.flatMap((measure) => measure.fact?.say ?? []).flatMap((phrase) => phrase.split(/[^a-z]+/))),
  ].filter((word) => word.length >= 6);
  const spoken = [...postings]
    .filter(([stem]) => stem.length >= 4)
    .sort((a, b) => b[1].length - a[1].length)
    .map(([stem]) => stem);
  const byName = Map.groupBy(
    measures
      .filter((measure) => measure.origin === 'family')
      .flatMap((measure) =>
        [...new Set([measure.family ?? '', ...measure.metrics])].map((name) => ({ name: name.toLowerCase(), measure })),
      ),
    (entry) => entry.name,
  );
  const labelWords = createLabelWords(knowledge, vocabulary);
  for (const stem of labelWords.stems) known.add(stem);
  const formStems = new Set(vocabulary.tokens(FORM_WORDS).map((token) => token.stem));
  const total = Math.max(50, measures.length);
  const plainWeight = (stem: string) => {
    const documents = postings.get(stem)?.length ?? 0;
    return Math.max(0.3, Math.log(1 + total / Math.max(2, documents)) / Math.log(1 + total / 2));
  };
  const weight = (stem: string) => plainWeight(stem) * (formStems.has(stem) ? 0.25 : 1);
  return {
    snapshot,
    knowledge,
    vocabulary,
    measures,
    values: createValueIndex(snapshot, knowledge),
    labelWords,
    weight,
    plainWeight,
    isForm: (stem) => formStems.has(stem),
    named: (name) => (byName.get(name) ?? []).map((entry) => entry.measure),
    withStem: (stem) => postings.get(stem) ?? [],
    knows: (stem) => known.has(stem),
    nearWord: (accepts) => words.find(accepts),
    nearStem: (stem, accepts) =>
      spoken.find((candidate) => Math.abs(candidate.length - stem.length) <= 2 && accepts(candidate)),
    absentSubjects: findAbsentSubjects(knowledge, measures, vocabulary, labelWords),
    subjectStems: new Set(
      knowledge
        .flatMap((file) => file.about)
        .filter((word) => !word.includes(' ') && !isEveryday(word))
        .flatMap((word) => vocabulary.stems(word))
        .filter((stem) => !labelWords.stems.has(stem)),
    ),
    products: findProducts(knowledge, vocabulary),
  };
}

function findAbsentSubjects(
  knowledge: readonly KnowledgeFile[],
  measures: readonly Measure[],
  vocabulary: Vocabulary,
  labelWords: LabelWords,
): Map<string, string> {
  const present = new Set(measures.map((measure) => measure.subject));
  const spoken = new Set(measures.flatMap((measure) => [...measure.about, ...measure.nameStems]));
  const absent = new Map<string, string>();
  for (const file of knowledge) {
    if (present.has(file.name) || file.measures.length === 0) continue;
    const names = [...file.about.slice(0, 4), ...file.name.split('-')].filter(
      (word) => !isEveryday(word) && !PLAIN_NAMES.has(word),
    );
    for (const stem of names.flatMap((word) => vocabulary.stems(word))) {
      if (!spoken.has(stem) && !labelWords.stems.has(stem)) absent.set(stem, file.title);
    }
  }
  return absent;
}

const PLAIN_NAMES = new Set([
  'process',
  'exporter',
  'state',
  'metrics',
  'http',
  'apps',
  'app',
  'applications',
  'application',
  'backup',
  'conventions',
  'node',
  'ingress',
  'apt',
  'kube',
  'kubelet',
  'blackbox',
  'go',
  'python',
  'services',
]);

function findProducts(knowledge: readonly KnowledgeFile[], vocabulary: Vocabulary): Map<string, string> {
  return new Map(
    knowledge.flatMap((file) =>
      file.name
        .split('-')
        .filter((part) => !PLAIN_NAMES.has(part))
        .flatMap((part) => vocabulary.stems(part).map((stem): [string, string] => [stem, file.title])),
    ),
  );
}
