import { stemmer } from 'stemmer';
import type { Lexicon } from '../../../catalog/index.ts';

/** A word of a question or phrase as compared: stemmed, synonyms folded. Offsets are into the text given. */
export interface Token {
  readonly stem: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** A word without content of its own ("the", "show"). */
  readonly generic: boolean;
}

export interface Vocabulary {
  /** `respell`: how a word is looked up that is written in another way; its offsets stay. */
  tokens(text: string, respell?: (word: string) => string | undefined): Token[];
  /** Words of six letters or more of the phrases that are read as one. */
  readonly phraseWords: readonly string[];
  /** Content stems only, in order. */
  stems(text: string): string[];
}

const WORD = /[\p{L}\p{N}]+(?:\.\p{N}+)?/gu;
const MAX_PHRASE_WORDS = 6;
/** Long enough for a slip not to make another word of it. */
const LONG_WORD = 6;

function plainStem(word: string): string {
  if (/\d/.test(word) || word.length < 4) return word;
  return stemmer(word);
}

/** Splits camelCase as metric names have it (`node_memory_MemAvailable_bytes`). */
export function splitName(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_:./-]+/g, ' ')
    .toLowerCase();
}

export function createVocabulary(lexicon: Lexicon): Vocabulary {
  const synonyms = createSynonyms(lexicon);
  const stemOf = createStemmer();
  // By spelling, not by stem: "used" and "using" share the stem of "us" and are words of content.
  const ignored = new Set(lexicon.ignore.flatMap(words));
  const tokens = (text: string, respell?: (word: string) => string | undefined): Token[] => {
    const raw = [...text.matchAll(WORD)].map((match) => {
      const spelled = respell?.(match[0]) ?? match[0];
      return { text: spelled, stem: stemOf(spelled), start: match.index, end: match.index + match[0].length };
    });
    const out: Token[] = [];
    for (let i = 0; i < raw.length; ) {
      const taken = longestSynonym(raw, i, synonyms);
      const first = raw[i];
      const last = raw[i + taken.length - 1];
      if (!first || !last) break;
      out.push({
        stem: taken.stem,
        text: text.slice(first.start, last.end),
        start: first.start,
        end: last.end,
        generic: taken.length === 1 && ignored.has(first.text.toLowerCase()),
      });
      i += taken.length;
    }
    return out;
  };
  const phrases = lexicon.synonyms.flat().map(words);
  const phraseWords = new Set(phrases.flatMap((phrase) => (phrase.length > 1 ? phrase : [])));
  return {
    tokens,
    phraseWords: [...phraseWords].filter((word) => word.length >= LONG_WORD),
    stems: (text) =>
      tokens(text)
        .filter((token) => !token.generic)
        .map((token) => token.stem),
  };
}

interface Synonyms {
  find(spelled: string, stems: string): string | undefined;
  /** Words of the longest that begins with this one, 0 for none: most words begin none, and most texts are long. */
  longest(spelled: string, stem: string): number;
}

function createSynonyms(lexicon: Lexicon): Synonyms {
  const byStems = new Map<string, string>();
  // Spellings go before stems: "availability" and "available", "incoming" and "income" share one.
  const bySpelling = new Map<string, string>();
  const longest = new Map<string, number>();
  const begin = (word: string | undefined, length: number) =>
    void (word !== undefined && longest.set(word, Math.max(length, longest.get(word) ?? 0)));
  for (const [first, ...others] of lexicon.synonyms) {
    if (first === undefined) continue;
    const target = words(first).map(plainStem).join('_');
    for (const phrase of [first, ...others]) {
      const spelled = words(phrase);
      const stems = spelled.map(plainStem);
      byStems.set(stems.join(' '), target);
      bySpelling.set(spelled.join(' '), target);
      begin(spelled[0], spelled.length);
      begin(stems[0], stems.length);
    }
  }
  return {
    find: (spelled, stems) => bySpelling.get(spelled) ?? byStems.get(stems),
    longest: (spelled, stem) => Math.max(longest.get(spelled) ?? 0, longest.get(stem) ?? 0),
  };
}

/** Enough for the words of a large catalog; stemming is what costs when it is read. */
const MOST_STEMS = 50_000;

function createStemmer(): (word: string) => string {
  const stems = new Map<string, string>();
  return (word) => {
    let stem = stems.get(word);
    if (stem === undefined) {
      stem = plainStem(word);
      if (stems.size < MOST_STEMS) stems.set(word, stem);
    }
    return stem;
  };
}

function words(text: string): string[] {
  return text.toLowerCase().match(WORD) ?? [];
}

function longestSynonym(
  raw: readonly { text: string; stem: string }[],
  at: number,
  synonyms: Synonyms,
): { stem: string; length: number } {
  const first = raw[at];
  const longest = first === undefined ? 0 : synonyms.longest(first.text.toLowerCase(), first.stem);
  for (let length = Math.min(MAX_PHRASE_WORDS, longest, raw.length - at); length >= 1; length -= 1) {
    const span = raw.slice(at, at + length);
    const target = synonyms.find(
      span.map((word) => word.text.toLowerCase()).join(' '),
      span.map((word) => word.stem).join(' '),
    );
    if (target !== undefined) return { stem: target, length };
  }
  return { stem: first?.stem ?? '', length: 1 };
}
