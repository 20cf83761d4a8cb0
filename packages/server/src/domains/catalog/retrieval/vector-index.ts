/** Adds the cosine of a query and every document into an array of scores, by document number. */
export interface VectorIndex {
  addSimilarities(query: Float32Array, weight: number, scores: Float32Array): void;
}

/**
 * Exact similarity over unit vectors, kept by dimension and without zeros: a query of a few words touches few dimensions, and
 * few documents have a value there. Dense vectors of a remote model work too, at the price of a full scan.
 */
export function createVectorIndex(vectors: readonly (Float32Array | undefined)[], dimension: number): VectorIndex {
  const sizes = new Uint32Array(dimension);
  for (const vector of vectors) {
    if (vector === undefined) continue;
    for (let index = 0; index < dimension; index += 1) if (vector[index] !== 0) sizes[index] = (sizes[index] ?? 0) + 1;
  }
  const documents = Array.from(sizes, (size) => new Uint32Array(size));
  const values = Array.from(sizes, (size) => new Float32Array(size));
  const filled = new Uint32Array(dimension);
  for (const [document, vector] of vectors.entries()) {
    if (vector === undefined) continue;
    for (let index = 0; index < dimension; index += 1) {
      const value = vector[index] ?? 0;
      if (value === 0) continue;
      const at = filled[index] ?? 0;
      documents[index]![at] = document;
      values[index]![at] = value;
      filled[index] = at + 1;
    }
  }
  return {
    addSimilarities(query, weight, scores) {
      for (let index = 0; index < dimension; index += 1) {
        const factor = (query[index] ?? 0) * weight;
        if (factor === 0) continue;
        const where = documents[index]!;
        const what = values[index]!;
        for (let at = 0; at < where.length; at += 1) scores[where[at]!] = scores[where[at]!]! + factor * what[at]!;
      }
    },
  };
}
