import { hashText } from '../hash-text.ts';
import type { MetricReading } from './reading.ts';

export interface ReadLimits {
  /** A metric with more series than this is described through label look-ups instead of its series. */
  readonly maxSeriesPerMetric: number;
  /** Series listed in one discovery. */
  readonly maxSeriesTotal: number;
  /** Series asked for in one request. */
  readonly maxSeriesPerRequest: number;
  /** Series that the source goes through for one request of samples. */
  readonly maxSeriesPerSample: number;
  /** Metrics described one by one through label look-ups in one discovery; further ones are sampled. */
  readonly maxMetricsByLabels: number;
  /** Names in one request; bounds the length of the matcher. */
  readonly maxNamesPerRequest: number;
  /** An unchanged metric is read again after this long. */
  readonly rereadSeconds: number;
}

export const DEFAULT_LIMITS: ReadLimits = {
  maxSeriesPerMetric: 3_000,
  maxSeriesTotal: 250_000,
  maxSeriesPerRequest: 10_000,
  maxSeriesPerSample: 50_000,
  maxMetricsByLabels: 100,
  maxNamesPerRequest: 400,
  rereadSeconds: 1_800,
};

export interface ReadPlan {
  /** Unchanged since an earlier discovery. */
  readonly reuse: readonly string[];
  /** To be listed series by series, a request a batch. */
  readonly batches: readonly (readonly string[])[];
  /** To be described through label names and values. */
  readonly byLabels: readonly string[];
  /** To be sampled: a few series a metric, a request a batch. */
  readonly sampled: readonly (readonly string[])[];
}

export interface ReadPlanInput {
  /** Name → live series; undefined when the source could not count. */
  readonly counts: ReadonlyMap<string, number | undefined>;
  readonly previous: ReadonlyMap<string, MetricReading>;
  /** Unix seconds. */
  readonly now: number;
  readonly limits: ReadLimits;
}

/**
 * Decides how each metric is read so that the work is bounded whatever the source holds: small metrics first by listing,
 * then the largest by label look-ups, and what is left beyond both budgets by sampling.
 */
export function planReads({ counts, previous, now, limits }: ReadPlanInput): ReadPlan {
  const reuse: string[] = [];
  const listed: [name: string, count: number][] = [];
  const rest: [name: string, count: number][] = [];
  const ordered = [...counts].sort((left, right) => (left[1] ?? Infinity) - (right[1] ?? Infinity));
  let total = 0;
  for (const [name, count] of ordered) {
    const earlier = previous.get(name);
    if (earlier !== undefined && earlier.seriesCount === count && !isDue(earlier, now, limits)) {
      reuse.push(name);
    } else if (count !== undefined && count <= limits.maxSeriesPerMetric && total + count <= limits.maxSeriesTotal) {
      total += count;
      listed.push([name, count]);
    } else {
      rest.push([name, count ?? limits.maxSeriesPerRequest]);
    }
  }
  // The largest are worth the most look-ups: they are what people ask about and what a sample describes worst.
  const byLabels = rest.splice(Math.max(0, rest.length - limits.maxMetricsByLabels)).map(([name]) => name);
  const sampled = toBatches(rest, { ...limits, maxSeriesPerRequest: limits.maxSeriesPerSample });
  return { reuse, batches: toBatches(listed, limits), byLabels, sampled };
}

/** Spread by name over half the period, so that not everything falls due in one discovery. */
function isDue({ name, readAt }: MetricReading, now: number, { rereadSeconds }: ReadLimits): boolean {
  const share = (hashText(name) % 1_000) / 1_000;
  return now - readAt >= rereadSeconds * (0.5 + share / 2) || readAt > now;
}

function toBatches(
  metrics: readonly (readonly [name: string, count: number])[],
  limits: Pick<ReadLimits, 'maxNamesPerRequest' | 'maxSeriesPerRequest'>,
): string[][] {
  const batches: string[][] = [];
  let current: string[] = [];
  let series = 0;
  for (const [name, count] of metrics) {
    const isFull = current.length >= limits.maxNamesPerRequest || series + count > limits.maxSeriesPerRequest;
    if (current.length > 0 && isFull) {
      batches.push(current);
      current = [];
      series = 0;
    }
    current.push(name);
    series += count;
  }
  if (current.length > 0) batches.push(current);
  return batches;
}
