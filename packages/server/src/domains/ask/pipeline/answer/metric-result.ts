import { createHash } from 'node:crypto';
import type { Labels, MetricResult } from '@locum/contracts';
import type { NativeHistogram, QueryResult, SeriesPoints } from '../../../sources/index.ts';
import type { QueryWindow } from '../query-window.ts';

const MOST_SERIES = 100;
/** Values kept of one result: about 250 kB of JSON. */
const MOST_VALUES = 20_000;

/**
 * A source's result as evidence: on one grid of times, the largest series first to stay, bounded. Not-a-number and
 * infinities become gaps (JSON has neither). The times are those of the data: of a query that reads `backSeconds` before
 * its evaluation, those of then.
 */
export function toMetricResult(result: QueryResult, window: QueryWindow, backSeconds = 0): MetricResult {
  const times = timesOf(window).map((time) => time - backSeconds);
  const room = Math.max(1, Math.min(MOST_SERIES, Math.floor(MOST_VALUES / times.length)));
  const distribution = toHeatmap(result.series, window, times);
  const gridded = result.series
    .filter(({ points }) => points.length > 0)
    .map(({ labels, points }) => ({ labels: { ...labels }, values: onGrid(points, window, times.length) }));
  const series = gridded.length <= room ? gridded : largest(gridded, room);
  return {
    type: window.kind === 'range' ? 'matrix' : result.type === 'scalar' ? 'scalar' : 'vector',
    times,
    series,
    ...(distribution !== undefined && { heatmap: distribution }),
    totalSeries: result.series.length,
  };
}

/** SHA-256 of the result as JSON with sorted keys, so that the same data has the same digest everywhere. */
export function digestOf(result: MetricResult): string {
  return createHash('sha256').update(canonicalJson(result)).digest('hex');
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) {
    // Most of a result is numbers, which need no sorting.
    if (value.every((item) => item === null || typeof item === 'number')) return JSON.stringify(value);
    return `[${value.map(canonicalJson).join(',')}]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  entries.sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${canonicalJson(item)}`).join(',')}}`;
}

function timesOf(window: QueryWindow): number[] {
  if (window.kind === 'instant') return [window.endSeconds];
  const { startSeconds, endSeconds, stepSeconds } = window;
  const count = Math.floor((endSeconds - startSeconds) / stepSeconds + 1e-9) + 1;
  return Array.from({ length: count }, (_, index) => Math.round((startSeconds + index * stepSeconds) * 1000) / 1000);
}

function onGrid(points: SeriesPoints['points'], window: QueryWindow, count: number): (number | null)[] {
  const values = new Array<number | null>(count).fill(null);
  for (const [time, value] of points) {
    const index = indexOf(time, window);
    if (index >= 0 && index < count) values[index] = Number.isFinite(value) ? value : null;
  }
  return values;
}

function indexOf(time: number, window: QueryWindow): number {
  return window.kind === 'instant' ? 0 : Math.round((time - window.startSeconds) / window.stepSeconds);
}

interface Gridded {
  readonly labels: Labels;
  readonly values: (number | null)[];
}

function largest(series: readonly Gridded[], count: number): Gridded[] {
  const size = ({ values }: Gridded) => Math.abs(values.findLast((value) => value !== null) ?? 0);
  const kept = new Set([...series].sort((one, other) => size(other) - size(one)).slice(0, count));
  return series.filter((one) => kept.has(one));
}

/** JSON has no infinity: the bucket without an upper bound ends at the largest number. */
function toBound(upper: number): number {
  return Number.isFinite(upper) ? upper : Number.MAX_VALUE;
}

type Heatmap = NonNullable<MetricResult['heatmap']>;

/** Cumulative `le` series, or native histogram samples, as counts per bucket; undefined when the result is neither. */
function toHeatmap(
  series: readonly SeriesPoints[],
  window: QueryWindow,
  times: readonly number[],
): Heatmap | undefined {
  const native = series.filter(({ histograms }) => histograms !== undefined && histograms.length > 0);
  if (native.length === 1 && native[0]?.histograms !== undefined)
    return fromNative(native[0].histograms, window, times);
  const isCumulative = series.length > 2 && series.every(({ labels }) => Object.keys(labels).join() === 'le');
  return isCumulative ? fromBuckets(series, window, times) : undefined;
}

function fromBuckets(series: readonly SeriesPoints[], window: QueryWindow, times: readonly number[]): Heatmap {
  const sorted = series
    .map(({ labels, points }) => ({ bound: Number((labels.le ?? '').replace('Inf', 'Infinity')), points }))
    .sort((one, other) => one.bound - other.bound);
  const columns = sorted.map(({ points }) => onGrid(points, window, times.length));
  const counts = columns.map((column, index) =>
    column.map((value, at) => {
      const below = index === 0 ? 0 : (columns[index - 1]?.[at] ?? 0);
      return value === null ? null : Math.max(0, value - below);
    }),
  );
  return { bounds: sorted.map(({ bound }) => toBound(bound)), counts };
}

function fromNative(
  samples: readonly (readonly [number, NativeHistogram])[],
  window: QueryWindow,
  times: readonly number[],
): Heatmap {
  const uppers = new Set(samples.flatMap(([, { buckets }]) => buckets.map(([, upper]) => toBound(upper))));
  const bounds = [...uppers].sort((one, other) => one - other);
  const counts = bounds.map(() => new Array<number | null>(times.length).fill(null));
  for (const [time, { buckets }] of samples) {
    const at = indexOf(time, window);
    for (const [, upper, count] of buckets) {
      const row = counts[bounds.indexOf(toBound(upper))];
      if (row !== undefined && at >= 0 && at < times.length) row[at] = (row[at] ?? 0) + count;
    }
  }
  return { bounds, counts };
}
