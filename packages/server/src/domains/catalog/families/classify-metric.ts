import { inferMetric, type MetricRole, type MetricType } from '@locum/promql';
import type { MetricMetadata } from '../../sources/index.ts';
import { findSynthetic } from './synthetic-metrics.ts';

/** What a series name is: its family, the family's type, and which part of the family it carries. */
export interface MetricClass {
  readonly family: string;
  readonly type: MetricType;
  readonly role: MetricRole;
  readonly help: string;
  /** Of this series' values; a histogram's `_count` has none. */
  readonly unit?: string;
}

export interface ClassifyContext {
  readonly metadata: ReadonlyMap<string, readonly MetricMetadata[]>;
  /** Whether the source has series of this name. */
  readonly hasMetric: (name: string) => boolean;
  /** Whether series of this name carry the label. */
  readonly hasLabel: (name: string, label: string) => boolean;
  readonly isNativeHistogram: (name: string) => boolean;
  /** Types known from exporters' documentation, for names whose metadata is missing or wrong. */
  readonly typeHints: ReadonlyMap<string, MetricType>;
}

/**
 * Classifies by known corrections, then by the source's metadata, which Prometheus keys by family (`x` for `x_bucket`; the OpenMetrics format also
 * for `x_total`), and by naming conventions (prometheus.io/docs/practices/naming) where metadata is empty.
 */
export function classifyMetric(name: string, context: ClassifyContext): MetricClass {
  const { family, type, role, help, unit: toldUnit } = findByMetadata(name, context) ?? inferByName(name, context);
  const inferred = inferMetric(name, { type }).unit;
  // Metadata says seconds for a moment in time too, which no sum or rate makes sense of.
  const unit =
    role === 'count' || role === 'bucket' ? undefined : inferred === 'timestamp' ? inferred : (toldUnit ?? inferred);
  return { family, type: context.typeHints.get(family) ?? type, role, help, ...(unit === undefined ? {} : { unit }) };
}

const PARTS = { _bucket: 'bucket', _sum: 'sum', _count: 'count', _gsum: 'sum', _gcount: 'count' } as const;

function findByMetadata(name: string, context: ClassifyContext): MetricClass | null {
  const own = pickMetadata(name, context);
  if (own !== null) return classifyOwn(name, own, context);
  for (const [suffix, role] of Object.entries(PARTS)) {
    const family = stripSuffix(name, suffix);
    const entry = family === null ? null : pickMetadata(family, context);
    if (family === null || entry === null) continue;
    const type = toType(entry.type);
    if (type === 'histogram' || (type === 'summary' && role !== 'bucket')) return describe(family, type, role, entry);
  }
  for (const [suffix, types] of OPENMETRICS_SUFFIXES) {
    const base = stripSuffix(name, suffix);
    const entry = base === null ? null : pickMetadata(base, context);
    if (entry === null || !types.includes(toType(entry.type))) continue;
    const type = suffix === '_total' ? 'counter' : suffix === '_info' ? 'info' : 'gauge';
    return describe(name, type, 'value', suffix === '_created' ? { ...entry, unit: 'seconds' } : entry);
  }
  return null;
}

const OPENMETRICS_SUFFIXES: readonly (readonly [string, readonly MetricType[]])[] = [
  ['_total', ['counter']],
  ['_info', ['info']],
  ['_created', ['counter', 'histogram', 'summary']],
];

function classifyOwn(name: string, entry: MetricMetadata, context: ClassifyContext): MetricClass | null {
  const type = toType(entry.type);
  if (type === 'unknown') return { ...inferByName(name, context), help: entry.help };
  if (type === 'histogram') {
    // Classic histograms have no series of the family's own name: one that has is native.
    return describe(name, 'native_histogram', 'value', entry);
  }
  if (type === 'summary') return describe(name, 'summary', 'quantile', entry);
  // kube-state-metrics and most clients expose information as a gauge that is always 1.
  if (type === 'gauge' && name.endsWith('_info')) return describe(name, 'info', 'value', entry);
  return describe(name, type, 'value', entry);
}

function inferByName(name: string, context: ClassifyContext): MetricClass {
  const synthetic = findSynthetic(name);
  if (synthetic !== null) return { family: name, role: 'value', ...synthetic };
  if (context.isNativeHistogram(name)) return describe(name, 'native_histogram', 'value');
  const part = inferPart(name, context);
  if (part !== null) return part;
  if (context.hasLabel(name, 'quantile') && context.hasMetric(`${name}_count`))
    return describe(name, 'summary', 'quantile');
  // A recording rule's name holds a colon; what it records is a computed value, whatever its last part says.
  if (name.includes(':')) return describe(name, 'gauge', 'value');
  const { type } = inferMetric(name);
  return describe(name, type === 'unknown' && GAUGE_ENDINGS.test(name) ? 'gauge' : type, 'value');
}

const GAUGE_ENDINGS =
  /_(time_seconds|bytes|percentage|volts|amperes|watts|hertz|current|active|idle|max|min|limit|size|length|usage|utilization|up|status|state)$/;

function inferPart(name: string, context: ClassifyContext): MetricClass | null {
  const bucketBase = stripSuffix(name, '_bucket');
  if (bucketBase !== null && context.hasLabel(name, 'le')) return describe(bucketBase, 'histogram', 'bucket');
  for (const suffix of ['_sum', '_count'] as const) {
    const base = stripSuffix(name, suffix);
    if (base === null) continue;
    const role = PARTS[suffix];
    if (context.hasMetric(`${base}_bucket`)) return describe(base, 'histogram', role);
    const hasBoth = context.hasMetric(`${base}_sum`) && context.hasMetric(`${base}_count`);
    if (hasBoth || context.hasLabel(base, 'quantile')) return describe(base, 'summary', role);
  }
  return null;
}

/** Targets may disagree; the entry that the most specific type has wins over `unknown`. */
function pickMetadata(name: string, { metadata }: ClassifyContext): MetricMetadata | null {
  const entries = metadata.get(name);
  if (entries === undefined || entries.length === 0) return null;
  return entries.find(({ type }) => toType(type) !== 'unknown') ?? entries[0] ?? null;
}

function toType(type: string): MetricType {
  switch (type) {
    case 'counter':
    case 'gauge':
    case 'histogram':
    case 'summary':
    case 'info':
    case 'stateset':
      return type;
    case 'gaugehistogram':
      return 'histogram';
    default:
      return 'unknown';
  }
}

function describe(family: string, type: MetricType, role: MetricRole, entry?: MetricMetadata): MetricClass {
  const unit = entry?.unit === undefined || entry.unit === '' ? undefined : entry.unit;
  return { family, type, role, help: entry?.help ?? '', ...(unit === undefined ? {} : { unit }) };
}

function stripSuffix(name: string, suffix: string): string | null {
  return name.endsWith(suffix) && name.length > suffix.length ? name.slice(0, -suffix.length) : null;
}
