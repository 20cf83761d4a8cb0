/** What is not zero of a vector: those of few words are mostly zeros. */
export interface SparseVector {
  readonly dimensions: Uint16Array;
  readonly values: Float32Array;
}

export function toSparse(vector: Float32Array): SparseVector {
  const dimensions: number[] = [];
  for (let dimension = 0; dimension < vector.length; dimension += 1)
    if (vector[dimension] !== 0) dimensions.push(dimension);
  return {
    dimensions: Uint16Array.from(dimensions),
    values: Float32Array.from(dimensions, (dimension) => vector[dimension]!),
  };
}

/** The cosine of two unit vectors; 0 for the vector of nothing. */
export function sparseSimilarity(query: Float32Array, { dimensions, values }: SparseVector): number {
  let sum = 0;
  for (let index = 0; index < dimensions.length; index += 1) sum += values[index]! * query[dimensions[index]!]!;
  return sum;
}

/** The same of a vector that is kept whole. */
export function similarity(query: Float32Array, vector: Float32Array): number {
  let sum = 0;
  for (let dimension = 0; dimension < vector.length; dimension += 1) sum += vector[dimension]! * query[dimension]!;
  return sum;
}
