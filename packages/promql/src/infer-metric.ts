import type { MetricFacts, MetricRole, MetricType } from './metric-catalog.ts';

export type InferredMetric = Pick<MetricFacts, 'name' | 'family' | 'type' | 'role' | 'unit'>;

/** Unit words of the Prometheus naming guide and of common exporters, by the word that ends a name. */
const UNIT_WORDS: Readonly<Record<string, string>> = {
  seconds: 'seconds',
  milliseconds: 'milliseconds',
  ms: 'milliseconds',
  microseconds: 'microseconds',
  nanoseconds: 'nanoseconds',
  minutes: 'minutes',
  hours: 'hours',
  days: 'days',
  bytes: 'bytes',
  bits: 'bits',
  kilobytes: 'kilobytes',
  megabytes: 'megabytes',
  ratio: 'ratio',
  percent: 'percent',
  percentage: 'percent',
  celsius: 'celsius',
  fahrenheit: 'fahrenheit',
  kelvin: 'kelvin',
  volts: 'volts',
  amperes: 'amperes',
  watts: 'watts',
  joules: 'joules',
  hertz: 'hertz',
  grams: 'grams',
  meters: 'meters',
  rpm: 'rpm',
};

/** Types that only these names have; `up` and friends are written by Prometheus itself. */
const GAUGE_NAMES: ReadonlySet<string> = new Set([
  'up',
  'scrape_duration_seconds',
  'scrape_samples_scraped',
  'scrape_samples_post_metric_relabeling',
  'scrape_series_added',
  'ALERTS',
  'ALERTS_FOR_STATE',
]);

/**
 * Family, type, role and unit of a series as far as its name tells, by the naming conventions of Prometheus and
 * OpenMetrics. `known.type` is the family's type when metadata has it; otherwise the type may come out as `unknown`.
 */
export function inferMetric(name: string, known: { type?: MetricType | undefined } = {}): InferredMetric {
  const { family, role } = splitName(name, known.type);
  const type = known.type !== undefined && known.type !== 'unknown' ? known.type : inferType(name, role);
  const unit = inferUnit(role === 'bucket' || role === 'count' ? `${family}_` : family, role);
  return unit === undefined ? { name, family, type, role } : { name, family, type, role, unit };
}

const HISTOGRAM_ROLES: Readonly<Record<string, MetricRole>> = { _bucket: 'bucket', _sum: 'sum', _count: 'count' };

function splitName(name: string, type: MetricType | undefined): { family: string; role: MetricRole } {
  const [, stem, suffix] = /^(.+)(_bucket|_sum|_count)$/.exec(name) ?? [];
  if (stem === undefined || suffix === undefined) return { family: name, role: 'value' };
  const role = HISTOGRAM_ROLES[suffix] ?? 'value';
  const splits = type === undefined || type === 'unknown' || type === 'histogram' || type === 'summary';
  const apart = { family: stem, role };
  if (!splits) return { family: name, role: 'value' };
  // Without metadata `_count` alone may well be a gauge ("node_count"); only a unit before it tells a distribution.
  const certain = suffix === '_bucket' || type === 'histogram' || type === 'summary' || endsInUnit(stem);
  return certain ? apart : { family: name, role: 'value' };
}

function endsInUnit(stem: string): boolean {
  return Object.hasOwn(UNIT_WORDS, lastWord(stem));
}

function inferType(name: string, role: MetricRole): MetricType {
  if (name.includes(':')) return 'unknown';
  if (GAUGE_NAMES.has(name)) return 'gauge';
  if (role === 'bucket') return 'histogram';
  if (role === 'sum' || role === 'count') return 'unknown';
  if (name.endsWith('_total')) return 'counter';
  if (name.endsWith('_info')) return 'info';
  if (/_(?:created|timestamp|timestamp_seconds|ratio|percent|celsius|usage_bytes|limit_bytes|free_bytes)$/.test(name)) {
    return 'gauge';
  }
  return 'unknown';
}

function inferUnit(family: string, role: MetricRole): string | undefined {
  if (role === 'bucket' || role === 'count') return undefined;
  const stem = family.replace(/_(?:total|created|max|min|avg|sum)$/, '');
  if (/(?:^|_)(?:timestamp|time)_seconds$/.test(family) || family.endsWith('_created')) return 'timestamp';
  if (family.endsWith('_timestamp') || family.endsWith('_timestamp_ms')) return undefined;
  return UNIT_WORDS[lastWord(stem)];
}

function lastWord(name: string): string {
  return name.slice(name.lastIndexOf('_') + 1).toLowerCase();
}
