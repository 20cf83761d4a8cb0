/** The known name that was probably meant: the same but for case, one slip away, or begun with what was written. */
export function findNearName(name: string, known: readonly string[]): string | null {
  const wanted = name.toLowerCase();
  const isBegun = (candidate: string) => wanted.length > 2 && candidate.toLowerCase().startsWith(wanted);
  return known.find((candidate) => isOneSlipAway(wanted, candidate.toLowerCase())) ?? known.find(isBegun) ?? null;
}

/** Whether at most one insertion, deletion, replacement or swap of neighbours makes the names equal. */
function isOneSlipAway(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
}
