import { build, type Expr } from '@locum/promql';
import { strip } from './answer/query-shape.ts';
import type { PlannedQuery } from './planner.ts';

const ASKED = /\b(?:distribution|histogram|heat ?map)s?(?: of| for)?\b/gi;
const DEFAULT_RANGE_SECONDS = 3600;

/** The question about one percentile that stands for "distribution of latency", or null when none is asked. */
export function askForPercentile(question: string): string | null {
  const rest = question.replace(ASKED, ' ');
  return rest === question ? null : `p95 ${rest.replace(/\s+/g, ' ').trim()}`;
}

/** The buckets that a percentile is computed from, over time. Null when the query is no percentile of a histogram. */
export function toDistribution(planned: PlannedQuery): PlannedQuery | null {
  const buckets = bucketsOf(strip(planned.expr));
  if (buckets === null) return null;
  const { rangeSeconds = DEFAULT_RANGE_SECONDS, reading } = planned;
  return {
    ...planned,
    expr: buckets,
    kind: 'range',
    rangeSeconds,
    unit: 'count_per_second',
    measureUnit: planned.unit,
    reading: `distribution of ${reading.replace(/^p[\d.]+ of /, '')}`,
  };
}

function bucketsOf(expr: Expr): Expr | null {
  if (expr.type !== 'Call' || expr.func !== 'histogram_quantile' || expr.args[1] === undefined) return null;
  const inner = strip(expr.args[1]);
  if (inner.type !== 'Aggregate' || inner.op !== 'sum') return null;
  const isClassic = inner.grouping?.kind === 'by' && inner.grouping.labels.includes('le');
  return build.aggregate('sum', inner.expr, isClassic ? { kind: 'by', labels: ['le'] } : undefined);
}
