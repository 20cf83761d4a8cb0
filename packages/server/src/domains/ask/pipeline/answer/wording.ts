import type { Evidence, Segment } from '@locum/contracts';
import type { ClaimBook } from './claim-book.ts';
import { formatDuration, formatValue } from './format-value.ts';
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
export function thresholdWords({ shape: { filter }, unit, isThresholdAsked }: Wording): string | undefined {
  if (filter?.value === undefined || !isThresholdAsked) return undefined;
  return `${WORDS[filter.op]} ${formatValue(filter.value, unit)}`;
}

/** `, over the last 5 m` of what looks back. */
export function windowWords({ windowSeconds }: QueryShape): string {
  return windowSeconds === undefined ? '' : `, over the last ${formatDuration(windowSeconds)}`;
}

/** `Over the last 1 h`, or `Between 09:00 UTC and 10:00 UTC` of a window that is over. */
export function spanWords({ id, request }: Evidence, { book, now }: Wording): Segment[] {
  const start = request.startSeconds ?? request.endSeconds;
  if (now - request.endSeconds < 120) return [plain(`Over the last ${formatDuration(request.endSeconds - start)}`)];
  const moment = (seconds: number) => book.sayMoment(seconds, { evidenceId: id, derivation: 'window' });
  return [plain('Between '), moment(start), plain(' and '), moment(request.endSeconds)];
}
