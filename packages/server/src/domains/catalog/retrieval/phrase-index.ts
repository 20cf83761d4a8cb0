/** A saying and the documents it was said of. */
export interface Phrase {
  readonly words: readonly string[];
  readonly documents: readonly number[];
}

export interface PhraseIndexInput {
  readonly phrases: readonly Phrase[];
  readonly rarity: (word: string) => number;
}

/**
 * Finds the phrases whose words all stand in a text. That is more telling than the same words strewn over a long description: each
 * document gets the largest share of the text's meaning that one phrase explains (0..1), times `weight`.
 */
export function createPhraseIndex({ phrases, rarity }: PhraseIndexInput) {
  const byRarest = new Map<string, { readonly words: readonly string[]; readonly documents: Set<number> }[]>();
  for (const { words, documents } of phrases) {
    const distinct = [...new Set(words)].sort((left, right) => rarity(right) - rarity(left));
    const [rarest] = distinct;
    if (rarest === undefined) continue;
    const list = byRarest.get(rarest);
    const same = list?.find((known) => known.words.join(' ') === distinct.join(' '));
    if (same !== undefined) for (const document of documents) same.documents.add(document);
    else if (list !== undefined) list.push({ words: distinct, documents: new Set(documents) });
    else byRarest.set(rarest, [{ words: distinct, documents: new Set(documents) }]);
  }
  return {
    addScores(
      text: readonly { readonly word: string; readonly weight: number }[],
      weight: number,
      scores: Float32Array,
    ): void {
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
