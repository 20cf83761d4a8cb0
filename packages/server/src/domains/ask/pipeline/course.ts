import { type Expr, rewrite, walk } from '@locum/promql';
import { type QueryWindow, stepFor } from './query-window.ts';

export interface Course {
  readonly expr: Expr;
  readonly window: QueryWindow;
}

export interface CourseRequest {
  readonly expr: Expr;
  /** How far each evaluation of the query looks back. */
  readonly lookBackSeconds: number;
  /** What the question is about, where the query is of a moment: "was it down today?". */
  readonly askedSeconds?: number | undefined;
  readonly endSeconds: number;
  readonly scrapeIntervalSeconds: number;
}

const COURSE_SECONDS = 3600;
const SHORT_SECONDS = 300;
/** `rate` needs two samples, and some scrapes are missed. */
const SCRAPES_NEEDED = 4;

/**
 * The curve that led to the number of an instant query: the query itself over the last hour. A rate over an hour or more
 * would only show its own smoothing, so its rates are taken over a short time then, and shown over the time that it spans.
 * Undefined where a shorter look-back gives another quantity, as of a count.
 */
export function courseOf({
  expr,
  lookBackSeconds,
  askedSeconds = 0,
  endSeconds,
  scrapeIntervalSeconds,
}: CourseRequest): Course | undefined {
  const isLong = lookBackSeconds >= COURSE_SECONDS;
  if (isLong && !looksBackByRatesOnly(expr)) return undefined;
  const length = isLong ? lookBackSeconds : Math.max(COURSE_SECONDS, askedSeconds);
  const stepSeconds = stepFor(length, scrapeIntervalSeconds);
  const shortSeconds = Math.max(SHORT_SECONDS, stepSeconds, SCRAPES_NEEDED * scrapeIntervalSeconds);
  return {
    expr: isLong ? withLookBack(expr, shortSeconds * 1000) : expr,
    window: { kind: 'range', startSeconds: endSeconds - length, endSeconds, stepSeconds },
  };
}

function looksBackByRatesOnly(expr: Expr): boolean {
  let isRates = true;
  walk(expr, (node, ancestors) => {
    const parent = ancestors.at(-1);
    if (node.type === 'Subquery') isRates = false;
    if (node.type === 'MatrixSelector') isRates &&= parent?.type === 'Call' && parent.func === 'rate';
  });
  return isRates;
}

function withLookBack(expr: Expr, rangeMs: number): Expr {
  return rewrite(expr, (node) => (node.type === 'MatrixSelector' ? { ...node, rangeMs } : undefined));
}
