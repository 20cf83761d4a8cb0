import type { Evidence, Segment } from '@locum/contracts';
import type { ClaimBook } from './claim-book.ts';
import { formatDuration } from './format-value.ts';
import type { Comparison, QueryShape } from './query-shape.ts';
import type { Subject } from './subject.ts';

/** Everything that the sentences about one answer share. */
export interface Wording {
  readonly book: ClaimBook;
  readonly subject: Subject;
  readonly unit: string;
  readonly shape: QueryShape;
  /** The question names a limit. */
  readonly isThresholdAsked: boolean;
  readonly question: string;
  /** The question can be answered with yes or no. */
  readonly isYesOrNo: boolean;
  /** Values of the parts add up to that of the whole. */
  readonly isAdditive: boolean;
  /** Unix seconds. */
  readonly now: number;
}

/** The sentences of an answer: the first one answers, the others explain. */
export interface Description {
  readonly headline: Segment[];
  readonly details: Segment[][];
}

/** What is younger is of now. */
const RECENT_SECONDS = 120;

export const plain = (text: string): Segment => ({ text });

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly (readonly Segment[])[]): Segment[] {
  return items.flatMap((item, index) => {
    if (index === 0) return [...item];
    return [plain(index === items.length - 1 ? ' and ' : ', '), ...item];
  });
}

const WORDS: Readonly<Record<Comparison, string>> = {
  '>': 'above',
  '>=': 'at least',
  '<': 'below',
  '<=': 'at most',
  '==': 'equal to',
  '!=': 'other than',
};

/** `above 80 %`, where the question has set it; not for what makes a state true (`== 0`), nor between two series. */
export function thresholdWords({ book, shape: { filter }, unit, isThresholdAsked }: Wording): string | undefined {
  if (filter?.value === undefined || !isThresholdAsked) return undefined;
  return `${WORDS[filter.op]} ${book.format(filter.value, unit)}`;
}

/** `, over the last 5 m` of what looks back; of a moment that is over `, 2 h ago at 13:25 UTC, over the 5 m before`. */
export function whenWords(evidence: Evidence, { book, shape: { windowSeconds }, now }: Wording): Segment[] {
  const moment = pastMomentOf(evidence, now);
  const length = windowSeconds === undefined ? undefined : formatDuration(windowSeconds);
  if (moment === undefined) return length === undefined ? [] : [plain(`, over the last ${length}`)];
  return [
    plain(`, ${formatDuration(now - moment)} ago at `),
    book.sayMoment(moment, { evidenceId: evidence.id, derivation: 'moment asked' }),
    ...(length === undefined ? [] : [plain(`, over the ${length} before`)]),
  ];
}

/** Of which past moment the values are, in Unix seconds; undefined of now, and of a curve that says its own times. */
export function pastMomentOf({ request, result }: Evidence, now: number): number | undefined {
  const moment = request.endSeconds - backOf({ request, result });
  const isCurve = result.type === 'matrix' && moment === request.endSeconds;
  return isCurve || now - moment < RECENT_SECONDS ? undefined : moment;
}

/** `Over the last 1 h`, or `Between 09:00 UTC and 10:00 UTC` of a window that is over. */
export function spanWords(evidence: Evidence, { book, now }: Wording): Segment[] {
  const { id, request } = evidence;
  const back = backOf(evidence);
  const end = request.endSeconds - back;
  const start = (request.startSeconds ?? request.endSeconds) - back;
  if (now - end < RECENT_SECONDS) return [plain(`Over the last ${formatDuration(end - start)}`)];
  const moment = (seconds: number) => book.sayMoment(seconds, { evidenceId: id, derivation: 'window' });
  return [plain('Between '), moment(start), plain(' and '), moment(end)];
}

/** How long before its evaluation the query has read. */
function backOf({ request, result }: Pick<Evidence, 'request' | 'result'>): number {
  const start = request.startSeconds ?? request.endSeconds;
  return Math.max(0, start - (result.times[0] ?? start));
}
