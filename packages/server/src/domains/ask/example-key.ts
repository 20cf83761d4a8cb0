/** Politeness and form; nothing that changes what is asked. */
const FILLERS: ReadonlySet<string> = new Set(
  'a an the please pls plz hey hi hello can could would you we i me my our us tell show give get is are was were be do does what whats how hows currently current now right of for just some want need know see it'.split(
    ' ',
  ),
);

/**
 * What two questions share when they ask the same in almost the same words: content words, plural or not, in order. Numbers, operators
 * and names stay as they are, so that p95 is never p99 and "above" never "below".
 */
export function exampleKey(question: string): string {
  return question
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’`]/g, '')
    .split(/[^\p{L}\p{N}_/%<>=.:-]+/u)
    .map((word) => word.replace(/^[.:-]+|[.:-]+$/g, ''))
    .filter((word) => word !== '' && !FILLERS.has(word))
    .map((word) => (/^\p{L}{3,}[^s]s$/u.test(word) ? word.slice(0, -1) : word))
    .join(' ');
}

/** Whether two keys are one but for a slip of the keyboard: one letter in one long word. */
export function isNearKey(one: string, other: string): boolean {
  if (one === other) return true;
  const [left, right] = [one.split(' '), other.split(' ')];
  if (left.length !== right.length) return false;
  const different = left.flatMap((word, index) => (word === right[index] ? [] : [[word, right[index] ?? ''] as const]));
  const [pair] = different;
  return different.length === 1 && pair !== undefined && isSlip(pair[0], pair[1]);
}

const SHORTEST_SLIP = 6;

function isSlip(one: string, other: string): boolean {
  if (one.length < SHORTEST_SLIP || other.length < SHORTEST_SLIP || !/^\p{L}+$/u.test(one + other)) return false;
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  const start = [...short].findIndex((letter, index) => letter !== long[index]);
  if (start < 0) return true;
  if (long.length > short.length) return short.slice(start) === long.slice(start + 1);
  const isSwap = short[start] === long[start + 1] && short[start + 1] === long[start];
  return (
    short.slice(start + 1) === long.slice(start + 1) || (isSwap && short.slice(start + 2) === long.slice(start + 2))
  );
}
