import { isServiceLabel } from '../services/service-labels.ts';
import { type LabelReading, type LabelVariant, MAX_LABEL_VALUES, MAX_SERVICE_VALUES, MAX_VARIANTS } from './reading.ts';

type LabelSet = Readonly<Record<string, string>>;

interface LabelTally {
  readonly values: Set<string>;
  series: number;
}

export interface SeriesSummary {
  readonly seriesCount: number;
  readonly labels: ReadonlyMap<string, LabelReading>;
  readonly variants?: readonly LabelVariant[];
}

interface MetricTally {
  seriesCount: number;
  readonly labels: Map<string, LabelTally>;
  /** By label names. */
  readonly variants: Map<string, Map<string, Set<string>>>;
}

/** Gathers label sets by metric name. `intern` shares equal strings, of which a large source has millions. */
export function summariseSeries(
  series: readonly LabelSet[],
  intern: (text: string) => string = (text) => text,
): ReadonlyMap<string, SeriesSummary> {
  const metrics = new Map<string, MetricTally>();
  for (const labelSet of series) {
    const name = labelSet.__name__;
    if (name === undefined) continue;
    let metric = metrics.get(name);
    if (metric === undefined) {
      metric = { seriesCount: 0, labels: new Map(), variants: new Map() };
      metrics.set(intern(name), metric);
    }
    metric.seriesCount += 1;
    tallyVariant(metric, labelSet, intern);
    for (const label in labelSet) {
      const value = labelSet[label];
      if (label === '__name__' || value === undefined) continue;
      const tally = metric.labels.get(label);
      if (tally === undefined) {
        metric.labels.set(intern(label), { values: new Set([intern(value)]), series: 1 });
      } else {
        tally.series += 1;
        if (!tally.values.has(value)) tally.values.add(intern(value));
      }
    }
  }
  return new Map([...metrics].map(([name, metric]) => [name, toSummary(metric)]));
}

function tallyVariant({ variants }: MetricTally, labelSet: LabelSet, intern: (text: string) => string): void {
  if (variants.size > MAX_VARIANTS) return;
  const key = Object.keys(labelSet).sort().join();
  let variant = variants.get(key);
  if (variant === undefined) {
    variant = new Map();
    variants.set(key, variant);
  }
  for (const label in labelSet) {
    const value = labelSet[label];
    if (label === '__name__' || value === undefined) continue;
    const values = variant.get(label);
    if (values === undefined) variant.set(intern(label), new Set([intern(value)]));
    else if (values.size < MAX_LABEL_VALUES) values.add(intern(value));
  }
}

function toSummary({ seriesCount, labels, variants }: MetricTally): SeriesSummary {
  const readings = [...labels].map(([label, { values, series }]): [string, LabelReading] => [
    label,
    toLabelReading(label, values, series === seriesCount),
  ]);
  const ways = [...variants.values()].map(
    (variant) => new Map([...variant].map(([label, values]) => [label, [...values].sort()])),
  );
  return {
    seriesCount,
    labels: new Map(readings),
    ...(ways.length > 1 && ways.length <= MAX_VARIANTS && { variants: ways }),
  };
}

/** Bounds a complete list of values. */
export function toLabelReading(
  label: string,
  values: ReadonlySet<string> | readonly string[],
  onAllSeries: boolean,
): LabelReading {
  const limit = isServiceLabel(label) ? MAX_SERVICE_VALUES : MAX_LABEL_VALUES;
  const sorted = [...values].sort();
  return { values: sorted.slice(0, limit), distinct: sorted.length, complete: sorted.length <= limit, onAllSeries };
}
