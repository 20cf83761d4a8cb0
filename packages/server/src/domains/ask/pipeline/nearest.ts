/** The candidates most like a word: by shared three-letter pieces (Dice's coefficient), best first. */
export function nearestOf(word: string, candidates: Iterable<string>, count: number): string[] {
  const wanted = piecesOf(word);
  const scored: { candidate: string; score: number }[] = [];
  for (const candidate of candidates) {
    const pieces = piecesOf(candidate);
    let shared = 0;
    for (const piece of wanted) if (pieces.has(piece)) shared += 1;
    const score = (2 * shared) / (wanted.size + pieces.size);
    if (score > 0.3) scored.push({ candidate, score });
  }
  return scored
    .sort((one, other) => other.score - one.score)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

function piecesOf(word: string): Set<string> {
  const padded = ` ${word.toLowerCase()} `;
  return new Set(Array.from({ length: padded.length - 2 }, (_, index) => padded.slice(index, index + 3)));
}
