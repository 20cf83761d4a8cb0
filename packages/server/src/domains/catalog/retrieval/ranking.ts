const BUCKETS = 512;

/**
 * About the `wanted` best documents, in no order: those in the highest buckets of a histogram, so that nothing is sorted. All
 * documents when fewer than `enough` have a score at all, since then the words have said too little to choose by.
 */
export function pickPool(
  scores: Float32Array,
  options: { readonly wanted: number; readonly enough: number },
): Uint32Array {
  const { wanted, enough } = options;
  let best = 0;
  let scored = 0;
  for (const score of scores) {
    if (score > 0) scored += 1;
    if (score > best) best = score;
  }
  if (scored < enough || scores.length <= wanted) return Uint32Array.from(scores.keys());
  const sizes = new Uint32Array(BUCKETS);
  const bucketOf = (score: number) => Math.min(BUCKETS - 1, Math.floor((score / best) * BUCKETS));
  for (const score of scores) if (score > 0) sizes[bucketOf(score)] = sizes[bucketOf(score)]! + 1;
  let lowest = BUCKETS - 1;
  for (let taken = sizes[lowest]!; lowest > 0 && taken < wanted; taken += sizes[lowest]!) lowest -= 1;
  const pool: number[] = [];
  for (const [document, score] of scores.entries()) if (score > 0 && bucketOf(score) >= lowest) pool.push(document);
  return Uint32Array.from(pool);
}

/** The documents of the pool with the highest positive scores, best first; ties keep the order of documents. */
export function pickBest(pool: Uint32Array, scores: Float32Array, limit: number): number[] {
  const best: number[] = [];
  for (const document of pool) {
    const score = scores[document]!;
    if (score <= 0 || (best.length === limit && score <= scores[best[limit - 1]!]!)) continue;
    let at = best.length;
    while (at > 0 && scores[best[at - 1]!]! < score) at -= 1;
    best.splice(at, 0, document);
    if (best.length > limit) best.pop();
  }
  return best;
}
