import type { TimeRange } from '@locum/contracts';
import { type Expr, metricNames } from '@locum/promql';
import type { CatalogSnapshot } from '../../catalog/index.ts';

/** When a query is evaluated. Unix seconds. */
export type QueryWindow =
  | { readonly kind: 'instant'; readonly endSeconds: number }
  | {
      readonly kind: 'range';
      readonly startSeconds: number;
      readonly endSeconds: number;
      readonly stepSeconds: number;
    };

export interface WindowRequest {
  readonly kind: 'instant' | 'range';
  readonly rangeSeconds?: number | undefined;
  /** What the question says: "between 9:00 and 10:00". */
  readonly absolute?: { readonly start: number; readonly end: number } | undefined;
  /** What the caller asks for; wins over the question. */
  readonly range?: TimeRange | undefined;
  readonly now: number;
  readonly scrapeIntervalSeconds: number;
}

const MOST_POINTS = 1000;
const DEFAULT_RANGE_SECONDS = 3600;
const STEPS = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10_800, 14_400, 21_600, 43_200];
const DAY = 86_400;

/** Chooses times and step: at most about 1,000 points, never finer than the scrapes, steps that people say. */
export function chooseWindow(request: WindowRequest): QueryWindow {
  const { range, absolute, now } = request;
  const end = range === undefined ? (absolute?.end ?? now) : 'endSeconds' in range ? range.endSeconds : now;
  if (request.kind === 'instant') return { kind: 'instant', endSeconds: end };
  const length = Math.max(1, lengthOf(request));
  return {
    kind: 'range',
    startSeconds: end - length,
    endSeconds: end,
    stepSeconds: stepFor(length, request.scrapeIntervalSeconds),
  };
}

/** Seconds between points of a curve of this length. */
export function stepFor(lengthSeconds: number, scrapeIntervalSeconds: number): number {
  return niceStep(Math.max(scrapeIntervalSeconds, lengthSeconds / MOST_POINTS));
}

/** The smallest step that people say which is at least `seconds`. */
export function niceStep(seconds: number): number {
  return STEPS.find((step) => step >= seconds) ?? Math.ceil(seconds / DAY) * DAY;
}

/** The slowest scrape among the metrics of a query: a finer step would only repeat points. */
export function scrapeIntervalOf(expr: Expr, snapshot: CatalogSnapshot): number {
  const known = metricNames(expr).flatMap((name) => snapshot.metric(name)?.scrapeIntervalSeconds ?? []);
  return known.length === 0 ? 15 : Math.max(...known);
}

function lengthOf({ range, absolute, rangeSeconds }: WindowRequest): number {
  if (range !== undefined) return 'lastSeconds' in range ? range.lastSeconds : range.endSeconds - range.startSeconds;
  if (absolute !== undefined) return absolute.end - absolute.start;
  return rangeSeconds ?? DEFAULT_RANGE_SECONDS;
}
