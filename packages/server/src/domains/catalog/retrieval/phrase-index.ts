import type { Interruptible } from '../../../platform/interruptible/index.ts';

export interface PhraseIndexInput {
  /** By document number: the sayings of each. */
  readonly phrases: Iterable<readonly (readonly string[])[]>;
  readonly rarity: (word: string) => number;
}

/** A saying and the documents it was said of. */
interface Phrase {
  readonly words: readonly string[];
  readonly documents: Set<number>;
}

/**
 * Finds the phrases whose words all stand in a text. That is more telling than the same words strewn over a long description: each
 * document gets the largest share of the text's meaning that one phrase explains (0..1), times `weight`.
 */
export interface PhraseIndex {
  addScores(
    text: readonly { readonly word: string; readonly weight: number }[],
    weight: number,
    scores: Float32Array,
  ): void;
}

export function* createPhraseIndex({ phrases, rarity }: PhraseIndexInput): Interruptible<PhraseIndex> {
  const byRarest = new Map<string, Phrase[]>();
  let document = 0;
  for (const said of phrases) {
    yield;
    for (const words of said) addPhrase(byRarest, words, document, rarity);
    document += 1;
  }
  return {
    addScores(text, weight, scores) {
      const worth = new Map(text.map((entry) => [entry.word, entry.weight * rarity(entry.word)]));
      const whole = worth.values().reduce((sum, value) => sum + value, 0);
      const best = new Map<number, number>();
      for (const word of worth.keys()) {
        for (const { words, documents } of byRarest.get(word) ?? []) {
          if (!words.every((part) => worth.has(part))) continue;
          const share = words.reduce((sum, part) => sum + (worth.get(part) ?? 0), 0) / whole;
          for (const document of documents) best.set(document, Math.max(best.get(document) ?? 0, share));
        }
      }
      for (const [document, share] of best) scores[document] = (scores[document] ?? 0) + weight * share;
    },
  };
}

function addPhrase(
  byRarest: Map<string, Phrase[]>,
  words: readonly string[],
  document: number,
  rarity: PhraseIndexInput['rarity'],
): void {
  const distinct = [...new Set(words)].sort((left, right) => rarity(right) - rarity(left));
  const [rarest] = distinct;
  if (rarest === undefined) return;
  const list = byRarest.get(rarest);
  const same = list?.find((known) => known.words.join(' ') === distinct.join(' '));
  if (same !== undefined) same.documents.add(document);
  else if (list !== undefined) list.push({ words: distinct, documents: new Set([document]) });
  else byRarest.set(rarest, [{ words: distinct, documents: new Set([document]) }]);
}
