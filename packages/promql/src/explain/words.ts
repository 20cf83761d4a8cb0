import type { AtModifier, Grouping, Matcher, VectorMatching, VectorSelector } from '../ast.ts';

const UNITS = [
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
  ['millisecond', 1],
] as const;

/** `5400000` → "1 hour 30 minutes". */
export function durationWords(durationMs: number): string {
  let rest = Math.abs(durationMs);
  const parts: string[] = [];
  for (const [unit, unitMs] of UNITS) {
    if (unit === 'week' && rest % unitMs !== 0) continue;
    const count = Math.floor(rest / unitMs);
    if (count === 0) continue;
    parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`);
    rest -= count * unitMs;
  }
  return parts.length === 0 ? '0 seconds' : parts.join(' ');
}

/** "the last 5 minutes", "the last hour". */
export function windowWords(durationMs: number): string {
  return `the last ${durationWords(durationMs).replace(/^1 (\w+)$/, '$1')}`;
}

/** "a, b and c". */
export function list(words: readonly string[], last = 'and'): string {
  if (words.length <= 1) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

const MATCH_VERBS = { '=': 'is', '!=': 'is not', '=~': 'matches', '!~': 'does not match' } as const;

export function matcherWords(matcher: Matcher): string {
  const { label, op, value } = matcher;
  if (value === '' && op === '=') return `${label} is not set`;
  if (value === '' && op === '!=') return `${label} is set`;
  if (op === '=~' && value === '.+') return `${label} is set`;
  if (op === '=~' && /^[\w-]+(?:\|[\w-]+)+$/.test(value))
    return `${label} is ${list(value.split('|').map(quoteWord), 'or')}`;
  if (op === '!~' && /^[\w-]+(?:\|[\w-]+)+$/.test(value)) {
    return `${label} is neither ${list(value.split('|').map(quoteWord), 'nor')}`;
  }
  return `${label} ${MATCH_VERBS[op]} ${quoteWord(value)}`;
}

function quoteWord(word: string): string {
  return `“${word}”`;
}

/** Where and when: " as of 1 day earlier", " at the start of the query". */
export function timeWords(target: Pick<VectorSelector, 'offsetMs' | 'at' | 'edge'>): string {
  const { offsetMs, at, edge } = target;
  const edges = edge === undefined ? '' : ` (${edge} at the edges)`;
  const pinned = at === undefined ? edges : `${edges} as of ${atWords(at)}`;
  if (offsetMs === undefined || offsetMs === 0) return pinned;
  return `${pinned} ${durationWords(offsetMs)} ${offsetMs > 0 ? 'earlier' : 'later'}`;
}

function atWords(at: AtModifier): string {
  if (at.kind === 'start') return 'the start of the query';
  if (at.kind === 'end') return 'the end of the query';
  const date = new Date(at.timestampMs);
  return Number.isNaN(date.getTime()) ? `Unix time ${at.timestampMs / 1000}` : date.toISOString().replace('.000Z', 'Z');
}

/** " per route and method"; '' for one group. `hidden` are labels that need no mention, as le in a percentile. */
export function groupingWords(grouping: Grouping | undefined, hidden: readonly string[] = []): string {
  if (grouping === undefined) return '';
  const labels = grouping.labels.filter((label) => !hidden.includes(label));
  if (grouping.kind === 'by') return labels.length === 0 ? '' : ` per ${list(labels)}`;
  return labels.length === 0 ? ' per series' : ` (keeping all labels except ${list(labels)})`;
}

/** ", matched on instance". */
export function matchingWords(matching: VectorMatching | undefined): string {
  if (matching === undefined) return '';
  const labels = list(matching.labels);
  const how =
    matching.kind === 'on'
      ? labels === ''
        ? 'all series matched with each other'
        : `matched on ${labels}`
      : labels === ''
        ? 'matched on all labels'
        : `matched on all labels except ${labels}`;
  if (matching.group === undefined) return `, ${how}`;
  const many = `several on the ${matching.group} to one on the ${matching.group === 'left' ? 'right' : 'left'}`;
  const added = matching.include.length === 0 ? '' : `, taking over ${list(matching.include)}`;
  return `, ${how}, ${many}${added}`;
}

/** `0.95` → "95th percentile"; 0.5 is the median. */
export function percentileWords(quantile: number): string {
  if (quantile === 0.5) return 'median';
  const percent = Number((quantile * 100).toPrecision(12));
  return `${percent}${ordinal(percent)} percentile`;
}

function ordinal(number: number): string {
  if (!Number.isInteger(number)) return 'th';
  const tens = number % 100;
  if (tens >= 11 && tens <= 13) return 'th';
  return { 1: 'st', 2: 'nd', 3: 'rd' }[number % 10] ?? 'th';
}
