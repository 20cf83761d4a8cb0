import type { Interruptible } from '../../../platform/interruptible/index.ts';

/** How near a query is to one document, as the cosine of their unit vectors; 0 for a document without a vector. */
export interface VectorIndex {
  similarity(query: Float32Array, document: number): number;
}

/** Keeps what is not zero of each vector, one after the other: vectors of few words are mostly zeros. */
export function* createVectorIndex(vectors: readonly (Float32Array | undefined)[]): Interruptible<VectorIndex> {
  const starts = new Uint32Array(vectors.length + 1);
  for (const [document, vector] of vectors.entries()) {
    yield;
    let size = 0;
    for (const value of vector ?? []) if (value !== 0) size += 1;
    starts[document + 1] = starts[document]! + size;
  }
  const dimensions = new Uint16Array(starts[vectors.length]!);
  const values = new Float32Array(starts[vectors.length]!);
  let at = 0;
  for (const vector of vectors) {
    if (vector === undefined) continue;
    yield;
    for (let dimension = 0; dimension < vector.length; dimension += 1) {
      if (vector[dimension] === 0) continue;
      dimensions[at] = dimension;
      values[at] = vector[dimension]!;
      at += 1;
    }
  }
  return {
    similarity(query, document) {
      let sum = 0;
      const end = starts[document + 1]!;
      for (let index = starts[document]!; index < end; index += 1) sum += values[index]! * query[dimensions[index]!]!;
      return sum;
    },
  };
}
