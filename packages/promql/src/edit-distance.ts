/** Number of insertions, deletions, replacements and swaps of neighbours between two texts; stops above `limit`. */
function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    let best = row;
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (same ? 0 : 1));
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (row > 1 && column > 1 && swapped) cost = Math.min(cost, at(beforeLast, column - 2) + 1);
      current.push(cost);
      best = Math.min(best, cost);
    }
    if (best > limit) return limit + 1;
    beforeLast = last;
    last = current;
  }
  return at(last, right.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

export interface Suggestion {
  readonly word: string;
  /** One or two slips away and nothing else as near: safe to put in its place. */
  readonly certain: boolean;
}

/** The candidate that typing slips explain best, or undefined when none is near (a third of the length at most). */
export function suggest(word: string, candidates: Iterable<string>): Suggestion | undefined {
  let limit = Math.max(1, Math.floor(word.length / 3));
  let found: string | undefined;
  let tied = false;
  const lower = word.toLowerCase();
  for (const candidate of candidates) {
    const distance = candidate === word ? limit + 1 : editDistance(lower, candidate.toLowerCase(), limit);
    if (distance > limit) continue;
    tied = found !== undefined && distance === limit;
    if (tied) continue;
    found = candidate;
    limit = distance;
  }
  return found === undefined ? undefined : { word: found, certain: !tied && limit <= (word.length < 6 ? 1 : 2) };
}
