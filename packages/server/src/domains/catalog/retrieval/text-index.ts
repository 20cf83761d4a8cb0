import type { Interruptible } from '../../../platform/interruptible/index.ts';

/** Words of one document by field, each with the weight that the field's words have. */
export interface WeightedWords {
  readonly words: readonly string[];
  readonly weight: number;
}

/** Ranks documents by the words they share with a query (BM25 over weighted fields; Robertson and Zaragoza 2009). */
export interface TextIndex {
  /** Adds each document's score into `scores`, by document number. Unknown words add nothing. */
  addScores(words: readonly { readonly word: string; readonly weight: number }[], scores: Float32Array): void;
  has(word: string): boolean;
  /** How telling a word is: high for rare ones, 0 for unknown ones. */
  rarity(word: string): number;
  words(): Iterable<string>;
}

const SATURATION = 1.2;
const LENGTH_SHARE = 0.35;

interface Postings {
  readonly documents: Uint32Array;
  readonly scores: Float32Array;
  readonly rarity: number;
}

export function* createTextIndex(documents: readonly (readonly WeightedWords[])[]): Interruptible<TextIndex> {
  const weights: Map<string, number>[] = [];
  for (const fields of documents) {
    yield;
    weights.push(sumWeights(fields));
  }
  const lengths = weights.map((words) => words.values().reduce((sum, weight) => sum + weight, 0));
  const meanLength = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  const lists = new Map<string, [document: number, weight: number][]>();
  for (const [document, words] of weights.entries()) {
    yield;
    for (const [word, weight] of words) {
      const list = lists.get(word);
      if (list === undefined) lists.set(word, [[document, weight]]);
      else list.push([document, weight]);
    }
  }
  const postings = new Map<string, Postings>();
  for (const [word, list] of lists) {
    yield;
    const rarity = Math.log(1 + (documents.length - list.length + 0.5) / (list.length + 0.5));
    postings.set(word, {
      rarity,
      documents: Uint32Array.from(list, ([document]) => document),
      // What BM25 gives does not depend on the query, so it is worked out once.
      scores: Float32Array.from(list, ([document, weight]) => {
        const length = 1 - LENGTH_SHARE + (LENGTH_SHARE * (lengths[document] ?? 0)) / meanLength;
        return (rarity * weight * (SATURATION + 1)) / (weight + SATURATION * length);
      }),
    });
  }
  return {
    addScores(words, scores) {
      for (const { word, weight } of words) {
        const found = postings.get(word);
        if (found === undefined) continue;
        for (let index = 0; index < found.documents.length; index += 1) {
          const document = found.documents[index] ?? 0;
          scores[document] = (scores[document] ?? 0) + weight * (found.scores[index] ?? 0);
        }
      }
    },
    has: (word) => postings.has(word),
    rarity: (word) => postings.get(word)?.rarity ?? 0,
    words: () => postings.keys(),
  };
}

function sumWeights(fields: readonly WeightedWords[]): Map<string, number> {
  const weights = new Map<string, number>();
  for (const { words, weight } of fields) {
    for (const word of words) weights.set(word, (weights.get(word) ?? 0) + weight);
  }
  return weights;
}
