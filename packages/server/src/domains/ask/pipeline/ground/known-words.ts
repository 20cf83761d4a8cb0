import type { Interruptible } from '../../../../platform/interruptible/index.ts';
import type { Measure } from './measure.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The words that measures are described in, and how much each says. */
export interface KnownWords {
  /** Measures that have the stem in a phrase. */
  withStem(stem: string): readonly Measure[];
  /** How much a stem says: rare words say more. Words of form ("rate", "total") say little. */
  weight(stem: string): number;
  /** The same without regard to form. */
  plainWeight(stem: string): number;
  /** Whether the stem is a word of form. */
  isForm(stem: string): boolean;
  /** Whether the stem is known at all: a phrase, name, HELP or label has it. */
  knows(stem: string): boolean;
  /** Whether some measure has a label of this name. */
  isLabel(name: string): boolean;
  /** A word of some phrase, as it is spelled there, that starts alike and passes the test. */
  nearWord(word: string, accepts: (candidate: string) => boolean): string | undefined;
  /** A stem of some phrase that starts alike and passes the test, the most used first. */
  nearStem(stem: string, accepts: (candidate: string) => boolean): string | undefined;
}

/** Words that say how something is told, or hardly anything. */
const FORM_WORDS =
  'value metric level current service system cluster data info thing stat statistic situation health performance kind rate ratio percent percentage share fraction average mean max min total sum number count overall second minute hour day per time gauge counter histogram state status type recent happening going doing environment production prod everything anything something growth growing grow grew grown gained leak leaking leaked increase increasing trend hit hits reach until till before highest lowest most least biggest largest smallest deepest worst best busiest longest oldest top bottom many much fewer ago since far exposing relative portion proportion percent avg peak closest nearest microseconds milliseconds lately recently ever holds answered anything care since first fewest shortest heaviest hottest emptiest forecast predict difference minutes hours days seconds bytes rank ranked ranking sort sorted hammered hammering chattiest noisiest hungriest laggiest shrinking shrink shrank rising climbing';
const FORM_FACTOR = 0.25;
/** No word says less, however common. */
const LEAST_WEIGHT = 0.3;
/** A small installation does not make its words common. */
const FEWEST_MEASURES = 50;

export function* createKnownWords(
  measures: readonly Measure[],
  labelStems: ReadonlySet<string>,
  vocabulary: Vocabulary,
): Interruptible<KnownWords> {
  const labels = new Set<string>();
  const postings = new Map<string, Measure[]>();
  const known = new Set(labelStems);
  for (const measure of measures) {
    yield;
    for (const stem of measure.phraseStems) {
      const list = postings.get(stem);
      if (list) list.push(measure);
      else postings.set(stem, [measure]);
    }
    for (const stems of [measure.phraseStems, measure.about, measure.nameStems, measure.helpStems])
      for (const stem of stems) known.add(stem);
    for (const label of measure.labels) labels.add(label);
  }
  for (const label of labels) {
    yield;
    for (const stem of vocabulary.stems(label.replaceAll('_', ' '))) known.add(stem);
  }
  const formStems = new Set(vocabulary.tokens(FORM_WORDS).map((token) => token.stem));
  const total = Math.max(FEWEST_MEASURES, measures.length);
  const plainWeight = (stem: string) => {
    const documents = postings.get(stem)?.length ?? 0;
    // Inverse document frequency; a word of one measure is not rarer than a word of two.
    return Math.max(LEAST_WEIGHT, Math.log(1 + total / Math.max(2, documents)) / Math.log(1 + total / 2));
  };
  const isForm = (stem: string) => formStems.has(stem);
  const stemsByStart = byStart(stemsByUse(postings));
  const wordsByStart = byStart(spelledWords(measures));
  return {
    withStem: (stem) => postings.get(stem) ?? [],
    weight: (stem) => plainWeight(stem) * (isForm(stem) ? FORM_FACTOR : 1),
    plainWeight,
    isForm,
    knows: (stem) => known.has(stem),
    isLabel: (name) => labels.has(name),
    nearWord: (word, accepts) => wordsByStart.get(word[0] ?? '')?.find(accepts),
    nearStem: (stem, accepts) =>
      stemsByStart
        .get(stem[0] ?? '')
        ?.find((candidate) => Math.abs(candidate.length - stem.length) <= 2 && accepts(candidate)),
  };
}

function stemsByUse(postings: ReadonlyMap<string, readonly Measure[]>): string[] {
  return [...postings]
    .filter(([stem]) => stem.length >= 4)
    .sort((a, b) => b[1].length - a[1].length)
    .map(([stem]) => stem);
}

function spelledWords(measures: readonly Measure[]): string[] {
  const phrases = measures.flatMap((measure) => measure.fact?.say ?? []);
  return [...new Set(phrases.flatMap((phrase) => phrase.split(/[^a-z]+/)))].filter((word) => word.length >= 6);
}

/** People mistype the first letter last. */
function byStart(words: readonly string[]): Map<string, string[]> {
  return Map.groupBy(words, (word) => word[0] ?? '');
}
