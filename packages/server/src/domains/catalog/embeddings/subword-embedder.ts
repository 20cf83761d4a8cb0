import { hashText } from '../hash-text.ts';

const SUBWORD_DIMENSION = 384;
const GRAM_WEIGHT = 0.7;
const GRAM_SIZES = [3, 4] as const;

type WeightedWord = { readonly word: string; readonly weight: number };

interface Features {
  readonly dimensions: Uint16Array;
  readonly values: Float32Array;
}

const MAX_WORDS_KEPT = 100_000;

/**
 * The built-in embedder: deterministic and without a download. Words (after synonyms) and their character n-grams are hashed into
 * signed dimensions (feature hashing, Weinberger et al. 2009; subwords as in fastText, Bojanowski et al. 2017), so that misspelt
 * words share most n-grams with the right ones. Vectors of unit length, all zero without words; a word given twice counts once.
 * Remembers what words hash to: a catalog says the same few thousand over and over.
 */
export function createWordEmbedding(): (words: readonly WeightedWord[]) => Float32Array {
  const known = new Map<string, Features>();
  function featuresOf(word: string): Features {
    let features = known.get(word);
    if (features === undefined) {
      features = hashWord(word);
      if (known.size < MAX_WORDS_KEPT) known.set(word, features);
    }
    return features;
  }
  return (words) => {
    const vector = new Float32Array(SUBWORD_DIMENSION);
    const seen = new Set<string>();
    for (const { word, weight } of words) {
      if (seen.has(word)) continue;
      seen.add(word);
      const { dimensions, values } = featuresOf(word);
      for (let index = 0; index < dimensions.length; index += 1) vector[dimensions[index]!]! += weight * values[index]!;
    }
    return normalise(vector);
  };
}

/** The word itself and its n-grams, each in one signed dimension. */
function hashWord(word: string): Features {
  const features: [dimension: number, value: number][] = [hashFeature(word, 1)];
  const padded = `<${word}>`;
  for (const size of GRAM_SIZES) {
    const grams = padded.length - size + 1;
    for (let index = 0; index < grams; index += 1) {
      // A long word does not count for more than a short one.
      features.push(hashFeature(padded.slice(index, index + size), GRAM_WEIGHT / Math.sqrt(grams)));
    }
  }
  return {
    dimensions: Uint16Array.from(features, ([dimension]) => dimension),
    values: Float32Array.from(features, ([, value]) => value),
  };
}

function hashFeature(feature: string, weight: number): [dimension: number, value: number] {
  const hash = hashText(feature);
  return [(hash >>> 1) % SUBWORD_DIMENSION, (hash & 1) === 0 ? weight : -weight];
}

function normalise(vector: Float32Array): Float32Array {
  let sum = 0;
  for (const value of vector) sum += value * value;
  if (sum === 0) return vector;
  const scale = 1 / Math.sqrt(sum);
  return vector.map((value) => value * scale);
}
