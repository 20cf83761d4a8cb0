import type { NativeHistogram, QueryResult, SeriesPoints } from '../../provider.ts';
import { createSourceError } from '../../source-error.ts';
import { isRecord } from './envelope.ts';

/**
 * Reads `data` of query and query_range (prometheus.io/docs/prometheus/latest/querying/api/#expression-query-result-formats).
 * Checked by hand rather than by schema: a range result holds up to millions of points. Throws `source_protocol`.
 */
export function parseQueryData(data: unknown): Pick<QueryResult, 'type' | 'series'> {
  if (!isRecord(data)) throw malformed('has no data');
  const { resultType: type, result } = data;
  if (!Array.isArray(result)) throw malformed('has no result');
  switch (type) {
    case 'vector':
      return { type, series: result.map(parseVectorEntry) };
    case 'matrix':
      return { type, series: result.map(parseMatrixEntry) };
    case 'scalar':
      return { type, series: [{ labels: {}, points: [parsePoint(result)] }] };
    case 'string':
      return { type, series: [] };
    default:
      throw malformed('is of an unknown type');
  }
}

/** A sample value as Prometheus writes it: decimal, `NaN`, `+Inf` or `-Inf`. */
function parseSampleValue(text: unknown): number {
  if (text === '+Inf' || text === 'Inf') return Number.POSITIVE_INFINITY;
  if (text === '-Inf') return Number.NEGATIVE_INFINITY;
  if (text === 'NaN') return Number.NaN;
  const value = typeof text === 'string' && text !== '' ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) throw malformed('holds a value that is not a number');
  return value;
}

function parseVectorEntry(entry: unknown): SeriesPoints {
  if (!isRecord(entry)) throw malformed('holds an entry that is not a series');
  const labels = parseLabels(entry.metric);
  if (entry.value !== undefined) return { labels, points: [parsePoint(entry.value)] };
  return { labels, points: [], histograms: [parseHistogramPoint(entry.histogram)] };
}

function parseMatrixEntry(entry: unknown): SeriesPoints {
  if (!isRecord(entry)) throw malformed('holds an entry that is not a series');
  const labels = parseLabels(entry.metric);
  const points = Array.isArray(entry.values) ? entry.values.map(parsePoint) : [];
  if (!Array.isArray(entry.histograms)) return { labels, points };
  return { labels, points, histograms: entry.histograms.map(parseHistogramPoint) };
}

/** A label set; values that are not text are dropped, for they cannot be matched either. */
export function parseLabels(metric: unknown): Readonly<Record<string, string>> {
  if (!isRecord(metric)) throw malformed('holds a series without labels');
  const labels: Record<string, string> = {};
  for (const name of Object.keys(metric)) {
    const value = metric[name];
    if (typeof value === 'string') labels[name] = value;
  }
  return labels;
}

function parsePoint(point: unknown): readonly [number, number] {
  if (!Array.isArray(point) || typeof point[0] !== 'number') throw malformed('holds a malformed sample');
  return [point[0], parseSampleValue(point[1])];
}

function parseHistogramPoint(point: unknown): readonly [number, NativeHistogram] {
  if (!Array.isArray(point) || typeof point[0] !== 'number' || !isRecord(point[1])) {
    throw malformed('holds a malformed histogram');
  }
  const { count, sum, buckets } = point[1];
  return [
    point[0],
    {
      count: parseSampleValue(count),
      sum: parseSampleValue(sum),
      buckets: Array.isArray(buckets) ? buckets.map(parseBucket) : [],
    },
  ];
}

/** `[boundaryRule, lower, upper, count]`; the rule says which ends are inclusive, which no reader of ours needs. */
function parseBucket(bucket: unknown): readonly [number, number, number] {
  if (!Array.isArray(bucket) || bucket.length !== 4) throw malformed('holds a malformed bucket');
  return [parseSampleValue(bucket[1]), parseSampleValue(bucket[2]), parseSampleValue(bucket[3])];
}

function malformed(what: string) {
  return createSourceError('source_protocol', { hint: `Its answer ${what}.` });
}
