import { hashText } from '../hash-text.ts';
import type { WordReader } from '../retrieval/words.ts';
import type { Embedder } from './embedder.ts';

export const SUBWORD_DIMENSION = 384;
const GRAM_WEIGHT = 0.7;
const GRAM_SIZES = [3, 4] as const;

/**
 * A deterministic embedder without a download: words (after synonyms) and their character n-grams are hashed into signed
 * dimensions (feature hashing, Weinberger et al. 2009; subwords as in fastText, Bojanowski et al. 2017). Misspelt words share
 * most n-grams with the right ones.
 */
export function createSubwordEmbedder(reader: WordReader): Embedder & { embedOne(text: string): Float32Array } {
  const embedOne = (text: string) => embedWords(reader.read(text).map((word) => ({ word, weight: 1 })));
  return {
    model: 'locum-subword-1',
    dimension: SUBWORD_DIMENSION,
    embed: async (texts) => texts.map(embedOne),
    embedOne,
  };
}

/** A vector of unit length; all zero when there is no word. A word given twice counts once. */
export function embedWords(words: readonly { readonly word: string; readonly weight: number }[]): Float32Array {
  const vector = new Float32Array(SUBWORD_DIMENSION);
  const seen = new Set<string>();
  for (const { word, weight } of words) {
    if (seen.has(word)) continue;
    seen.add(word);
    addFeature(vector, word, weight);
    const padded = `<${word}>`;
    for (const size of GRAM_SIZES) {
      const grams = padded.length - size + 1;
      for (let index = 0; index < grams; index += 1) {
        // A long word does not count for more than a short one.
        addFeature(vector, padded.slice(index, index + size), (weight * GRAM_WEIGHT) / Math.sqrt(grams));
      }
    }
  }
  return normalise(vector);
}

function addFeature(vector: Float32Array, feature: string, weight: number): void {
  const hash = hashText(feature);
  const dimension = (hash >>> 1) % SUBWORD_DIMENSION;
  vector[dimension] = (vector[dimension] ?? 0) + ((hash & 1) === 0 ? weight : -weight);
}

function normalise(vector: Float32Array): Float32Array {
  let sum = 0;
  for (const value of vector) sum += value * value;
  if (sum === 0) return vector;
  const scale = 1 / Math.sqrt(sum);
  return vector.map((value) => value * scale);
}
