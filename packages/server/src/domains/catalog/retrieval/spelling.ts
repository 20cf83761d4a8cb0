import type { Interruptible } from '../../../platform/interruptible/index.ts';
import type { TextIndex } from './text-index.ts';

const SHORTEST = 4;

/**
 * Replaces a word that the index does not know by the known word a slip of the keyboard away: one letter added, dropped,
 * replaced or swapped with its neighbour. Answers the word itself when nothing is near.
 */
export function* createSpelling(index: TextIndex): Interruptible<(word: string) => string> {
  const byGap = new Map<string, string>();
  for (const word of index.words()) {
    if (word.length < SHORTEST || /\d/.test(word)) continue;
    yield;
    for (const gap of [word, ...withoutOneLetter(word)]) {
      const rival = byGap.get(gap);
      // Of two candidates the more frequent word is the likelier one.
      if (rival === undefined || index.rarity(word) < index.rarity(rival)) byGap.set(gap, word);
    }
  }
  return (word) => {
    if (index.has(word) || word.length < SHORTEST || /\d/.test(word)) return word;
    for (const gap of [word, ...withoutOneLetter(word)]) {
      const candidate = byGap.get(gap);
      if (candidate !== undefined && Math.abs(candidate.length - word.length) <= 1) return candidate;
    }
    return word;
  };
}

/** Words a letter apart share a form with a letter missing (symmetric deletion, Garbe's SymSpell). */
function withoutOneLetter(word: string): string[] {
  return Array.from({ length: word.length }, (_, index) => word.slice(0, index) + word.slice(index + 1));
}
