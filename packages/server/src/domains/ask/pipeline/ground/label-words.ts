import type { KnowledgeFile } from '../../../catalog/index.ts';
import { withinEdits } from './edit-distance.ts';
import type { Measure } from './measure.ts';
import type { Vocabulary } from './vocabulary.ts';

/** From what people call a thing ("interface", "consumer group") to the labels that tell such things apart. */
export interface LabelWords {
  /** The label of `measure` that the phrase means, or nothing. */
  resolve(phrase: string, measure: Measure): string | undefined;
  /** All labels that may be called just so, the likeliest first. */
  resolveWhole(name: string, measure: Measure): readonly string[];
  /** `instance` when the phrase names the measure's subject itself: "each redis". */
  subject(phrase: string, measure: Measure): string | undefined;
  /** Whether the phrase, or its beginning, names a kind of thing that some label tells apart. */
  isThing(phrase: string): boolean;
  /** Whether the word as it is spelled, or its plural, names a kind of thing. */
  isThingWord(word: string): boolean;
  /** How the name of a thing is spelled that is a slip away: "databse". */
  corrected(word: string): string | undefined;
  /** Whether the stem is used for some label at all. */
  readonly stems: ReadonlySet<string>;
}

/** The knowledge file of labels that installations share. */
const COMMON_FILE = 'conventions';

/** Of a shorter word a slip makes another. */
const LEAST_CORRECTED = 6;
/** What every exporter calls something else. */
const ANY_NAME = /^(?:name|id|kind|type|key)$/;

export function createLabelWords(knowledge: readonly KnowledgeFile[], vocabulary: Vocabulary): LabelWords {
  const keyOf = createKeys(vocabulary);
  const byWord = new Map<string, { label: string; file: string }[]>();
  const stems = new Set<string>();
  const spelled = new Set<string>();
  for (const file of knowledge) {
    for (const [label, names] of Object.entries(file.labels)) {
      for (const name of [...names, label]) {
        const key = keyOf(name);
        spelled.add(name.toLowerCase());
        for (const stem of key.split(' ')) stems.add(stem);
        const list = byWord.get(key) ?? [];
        if (list.length === 0) byWord.set(key, list);
        list.push({ label, file: file.name });
      }
    }
  }
  const resolveWhole = (name: string, measure: Measure): readonly string[] => {
    const entries = (byWord.get(keyOf(name)) ?? []).filter((entry) => measure.labels.has(entry.label));
    // What one exporter calls its labels says little of those of others.
    const foreign = entries.filter(({ label }) => label !== 'instance' && label !== 'job' && !ANY_NAME.test(label));
    const from = (file: string | undefined) => entries.filter((entry) => entry.file === file);
    const found = [
      ...namesakes(name).filter((label) => measure.labels.has(label)),
      ...[...from(measure.subject), ...from(COMMON_FILE), ...foreign].map((entry) => entry.label),
    ];
    return [...new Set(found)];
  };
  const resolve = (phrase: string, measure: Measure): string | undefined =>
    forms(phrase)
      .map((form) => resolveWhole(form, measure)[0])
      .find((label) => label !== undefined);
  const subject = (phrase: string, measure: Measure): string | undefined => {
    const phraseStems = vocabulary.stems(phrase);
    return phraseStems.length > 0 &&
      phraseStems.every((stem) => measure.about.has(stem)) &&
      measure.labels.has('instance')
      ? 'instance'
      : undefined;
  };
  const isThing = (phrase: string) =>
    phrase.split(/\s+/).some((_, i, all) => byWord.has(keyOf(all.slice(0, i + 1).join(' '))));
  const isThingWord = (word: string) => spelled.has(word) || spelled.has(word.replace(/'?s$/, ''));
  const corrected = (word: string) =>
    word.length < LEAST_CORRECTED || isThingWord(word)
      ? undefined
      : [...spelled].find((name) => name[0] === word[0] && withinEdits(word.replace(/s$/, ''), name, 1));
  return { resolve, resolveWhole, subject, isThing, isThingWord, corrected, stems };
}

const MOST_KEYS = 10_000;

/** Stems of a name. Remembered: one question asks for the same phrases of every candidate. */
function createKeys(vocabulary: Vocabulary): (name: string) => string {
  const keys = new Map<string, string>();
  return (name) => {
    let key = keys.get(name);
    if (key === undefined) {
      const tokens = vocabulary.tokens(name.replaceAll('_', ' '));
      key = tokens.map((token) => token.stem).join(' ');
      if (keys.size >= MOST_KEYS) keys.clear();
      keys.set(name, key);
    }
    return key;
  };
}

/** The phrase, then shorter ends of it: "cart instance" → "instance". */
function forms(phrase: string): string[] {
  const words = phrase.split(/\s+/);
  return words
    .map((_, i) => words.slice(i).join(' '))
    .concat(words.slice(0, -1).join(' '))
    .filter((form) => form !== '');
}

/** Labels spelled like the phrase: "consumer groups" → consumer_groups, consumer_group, consumergroups, consumergroup. */
function namesakes(form: string): string[] {
  const exact = form.replace(/[\s-]+/g, '_');
  const single = exact.replace(/s$/, '');
  return [exact, single, exact.replaceAll('_', ''), single.replaceAll('_', '')];
}
