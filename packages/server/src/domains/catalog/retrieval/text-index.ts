import type { Interruptible } from '../../../platform/interruptible/index.ts';

/** Words of one field of a document, and the weight that each of them has. */
export interface WeightedWords {
  readonly words: readonly string[];
  readonly weight: number;
}

/** The words of one document, each with the sum of its weights. */
export type WordWeights = ReadonlyMap<string, number>;

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

/** Where a word stands: document numbers and, at the same places, its weights. */
interface Occurrences {
  readonly documents: number[];
  readonly weights: number[];
}

export function* createTextIndex(documents: readonly WordWeights[]): Interruptible<TextIndex> {
  const lengths = new Float64Array(documents.length);
  const occurrences = new Map<string, Occurrences>();
  for (const [document, words] of documents.entries()) {
    yield;
    for (const [word, weight] of words) {
      lengths[document]! += weight;
      const found = occurrences.get(word);
      if (found === undefined) occurrences.set(word, { documents: [document], weights: [weight] });
      else {
        found.documents.push(document);
        found.weights.push(weight);
      }
    }
  }
  const meanLength = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  const postings = new Map<string, Postings>();
  for (const [word, found] of occurrences) {
    yield;
    postings.set(word, scoreWord(found, lengths, meanLength));
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

/** What BM25 gives does not depend on the query, so it is worked out once. */
function scoreWord({ documents, weights }: Occurrences, lengths: Float64Array, meanLength: number): Postings {
  const rarity = Math.log(1 + (lengths.length - documents.length + 0.5) / (documents.length + 0.5));
  const scores = new Float32Array(documents.length);
  for (let index = 0; index < documents.length; index += 1) {
    const weight = weights[index]!;
    const length = 1 - LENGTH_SHARE + (LENGTH_SHARE * lengths[documents[index]!]!) / meanLength;
    scores[index] = (rarity * weight * (SATURATION + 1)) / (weight + SATURATION * length);
  }
  return { rarity, documents: new Uint32Array(documents), scores };
}

/** What the fields weigh together, and with what has been summed before. */
export function sumWeights(fields: readonly WeightedWords[], before?: WordWeights): WordWeights {
  const weights = new Map(before);
  for (const { words, weight } of fields) {
    for (const word of words) weights.set(word, (weights.get(word) ?? 0) + weight);
  }
  return weights;
}
