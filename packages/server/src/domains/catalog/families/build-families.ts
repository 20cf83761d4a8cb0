import type { LabelFacts, MetricFacts, MetricType } from '@locum/promql';
import type { Interruptible } from '../../../platform/interruptible/index.ts';
import type { MetricMetadata } from '../../sources/index.ts';
import type { MetricReading } from '../discovery/reading.ts';
import { toLabelReading } from '../discovery/summarise-series.ts';
import { NAMESPACE_LABELS } from '../services/service-labels.ts';
import type { CatalogSnapshot, MetricFamily } from '../snapshot.ts';
import { classifyMetric, type MetricClass } from './classify-metric.ts';

/** A family before services are known. */
export interface FamilyDraft {
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  readonly unit?: string;
  readonly seriesCount: number;
  readonly labels: ReadonlyMap<string, LabelFacts>;
  readonly series: readonly MetricFacts[];
  /** The one namespace that all of its series are in. */
  readonly namespace: string | undefined;
}

export interface FamilyInput {
  readonly readings: ReadonlyMap<string, MetricReading>;
  readonly metadata: ReadonlyMap<string, readonly MetricMetadata[]>;
  readonly typeHints: ReadonlyMap<string, MetricType>;
  /** Of a job, or of the whole source when the job is undefined. */
  readonly scrapeInterval: (job: string | undefined) => number | undefined;
  /** Of the same source: what it has is taken from it where nothing changed. */
  readonly previous?: CatalogSnapshot | undefined;
}

/** Groups series names into families (`x_bucket`, `x_sum`, `x_count` → histogram `x`), in the order of their names. */
export function* buildFamilies({
  readings,
  metadata,
  typeHints,
  scrapeInterval,
  previous,
}: FamilyInput): Interruptible<ReadonlyMap<string, FamilyDraft>> {
  const context = {
    metadata,
    typeHints,
    hasMetric: (name: string) => readings.has(name),
    hasLabel: (name: string, label: string) => readings.get(name)?.labels.has(label) === true,
    isNativeHistogram: (name: string) => readings.get(name)?.isNativeHistogram === true,
  };
  const groups = new Map<string, Group>();
  for (const reading of [...readings.values()].sort(byName)) {
    yield;
    const found = classifyMetric(reading.name, context);
    const facts = keepSame(toFacts(reading, found, scrapeInterval), previous?.metric(reading.name));
    const group = groups.get(found.family);
    if (group === undefined)
      groups.set(found.family, { first: found, series: [facts], namespaces: new Set([findNamespace(reading)]) });
    else {
      group.series.push(facts);
      group.namespaces.add(findNamespace(reading));
    }
  }
  const families = new Map<string, FamilyDraft>();
  for (const [name, group] of groups) {
    yield;
    families.set(name, toFamily(name, group, previous?.families.get(name)));
  }
  return families;
}

interface Group {
  readonly first: MetricClass;
  readonly series: MetricFacts[];
  readonly namespaces: Set<string | undefined>;
}

function byName(left: MetricReading, right: MetricReading): number {
  return left.name < right.name ? -1 : left.name > right.name ? 1 : 0;
}

function toFacts(
  { name, seriesCount, labels }: MetricReading,
  { family, type, role, unit, help }: MetricClass,
  scrapeInterval: FamilyInput['scrapeInterval'],
): MetricFacts {
  const jobs = labels.get('job')?.values ?? [];
  // The longest interval among the jobs is the one that a range has to span.
  const intervals = jobs.map((job) => scrapeInterval(job)).filter((seconds) => seconds !== undefined);
  const interval = intervals.length > 0 ? Math.max(...intervals) : scrapeInterval(undefined);
  return {
    name,
    family,
    type,
    role,
    ...(unit === undefined ? {} : { unit }),
    ...(help === '' ? {} : { help }),
    seriesCount,
    ...(interval === undefined ? {} : { scrapeIntervalSeconds: interval }),
    labels,
  };
}

/** The earlier facts where they say the same, so that whatever was made of them is known to be as good. */
function keepSame(facts: MetricFacts, earlier: MetricFacts | undefined): MetricFacts {
  const isSame =
    earlier?.labels === facts.labels &&
    earlier.seriesCount === facts.seriesCount &&
    earlier.family === facts.family &&
    earlier.type === facts.type &&
    earlier.role === facts.role &&
    earlier.unit === facts.unit &&
    earlier.help === facts.help &&
    earlier.scrapeIntervalSeconds === facts.scrapeIntervalSeconds;
  return isSame ? earlier : facts;
}

function toFamily(
  name: string,
  { first: { type, help }, series, namespaces }: Group,
  earlier: MetricFamily | undefined,
): FamilyDraft {
  const [namespace] = namespaces;
  const unit = series.find((facts) => facts.unit !== undefined)?.unit;
  return {
    name,
    type,
    help,
    ...(unit === undefined ? {} : { unit }),
    seriesCount: series.reduce((sum, { seriesCount = 0 }) => sum + seriesCount, 0),
    labels: earlier !== undefined && hasSeries(earlier, series) ? earlier.labels : mergeLabels(series),
    series,
    namespace: namespaces.size === 1 ? namespace : undefined,
  };
}

/** Whether the family is made of exactly these. */
export function hasSeries(family: MetricFamily, series: readonly MetricFacts[]): boolean {
  return family.series.length === series.length && family.series.every((facts, index) => facts === series[index]);
}

function findNamespace({ labels }: MetricReading): string | undefined {
  for (const label of NAMESPACE_LABELS) {
    const reading = labels.get(label);
    if (reading !== undefined) return reading.distinct === 1 && reading.onAllSeries ? reading.values[0] : undefined;
  }
  return undefined;
}

/** The bounds of buckets and quantiles are a form of storage, not something a question asks by. */
const STORAGE_LABELS = new Set(['le', 'quantile']);

function mergeLabels(series: readonly MetricFacts[]): ReadonlyMap<string, LabelFacts> {
  const [only] = series;
  if (series.length === 1 && only !== undefined && only.role === 'value') return only.labels;
  const merged = new Map<string, LabelFacts>();
  for (const { labels } of series) {
    for (const [label, facts] of labels) {
      if (STORAGE_LABELS.has(label)) continue;
      const earlier = merged.get(label);
      merged.set(label, earlier === undefined ? facts : unite(label, earlier, facts));
    }
  }
  return merged;
}

function unite(label: string, left: LabelFacts, right: LabelFacts): LabelFacts {
  if (left.distinct === right.distinct && left.values.every((value, index) => value === right.values[index]))
    return left;
  const united = toLabelReading(label, new Set([...left.values, ...right.values]), false);
  const isComplete = left.complete && right.complete && united.complete;
  return {
    values: united.values,
    complete: isComplete,
    distinct: Math.max(united.distinct, left.distinct, right.distinct),
  };
}
