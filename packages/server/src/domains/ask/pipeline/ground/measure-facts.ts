import type { Expr, MetricFacts } from '@locum/promql';
import type { CatalogSnapshot, MetricFamily } from '../../../catalog/index.ts';
import type { MeasureKind } from './measure.ts';

/** Labels of histograms and summaries that tell nothing of what is measured. */
export function isFormLabel(label: string): boolean {
  return label === 'le' || label === 'quantile' || label === '__name__';
}

/** How the raw series behind the expression are read. */
export function kindOf(expr: Expr, snapshot: CatalogSnapshot): MeasureKind {
  if (expr.type !== 'VectorSelector' || !expr.name) return 'expression';
  const facts = snapshot.metric(expr.name);
  const type = snapshot.families.get(expr.name)?.type ?? facts?.type;
  if (type === 'histogram' || type === 'native_histogram')
    return facts && facts.role !== 'value' ? 'counter' : 'histogram';
  if (type === 'summary') return facts && (facts.role === 'sum' || facts.role === 'count') ? 'counter' : 'summary';
  return type === 'counter' ? 'counter' : 'gauge';
}

/** Labels by which results of these series can be grouped or filtered. */
export function labelsOf(metrics: readonly string[], snapshot: CatalogSnapshot): Set<string> {
  const labels = metrics.flatMap((metric) => [...(snapshot.metric(metric)?.labels.keys() ?? [])]);
  return new Set(labels.filter((label) => !isFormLabel(label)));
}

/** The series that a family is read by: the buckets of a histogram, else its first. */
export function mainSeries(family: MetricFamily | undefined): MetricFacts | undefined {
  return family?.series.find((facts) => facts.role === 'bucket') ?? family?.series[0];
}

/** Units of which a sum over things means nothing. */
export function isAveraged(unit: string): boolean {
  return unit === 'ratio' || unit === 'percent' || unit === 'celsius';
}
