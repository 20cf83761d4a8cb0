import { build, type Expr } from '@locum/promql';
import type { MetricFamily } from '../../../catalog/index.ts';
import type { MatcherSpec } from '../ground/outcomes.ts';
import { joinInfo } from './join-info.ts';
import type { ReadContext } from './reading.ts';
import { withModifiers } from './selectors.ts';

/** The histogram or summary behind the measure. */
export function familyOf({ binding, snapshot }: ReadContext): MetricFamily | undefined {
  const { expr } = binding.measure;
  return expr.type === 'VectorSelector' ? snapshot.families.get(expr.name ?? '') : undefined;
}

export function seriesOf(family: MetricFamily, role: 'bucket' | 'sum' | 'count'): string | undefined {
  return family.series.find((facts) => facts.role === role)?.name;
}

/** The rate, or the increase when that is asked, of one series of the family under these filters. */
export function rateOf(name: string, context: ReadContext, filters: readonly MatcherSpec[]): Expr {
  const { expr: base, joined } = context.binding.measure;
  const matchers = base.type === 'VectorSelector' ? base.matchers : [];
  const selector = withModifiers({ ...build.selector(name), matchers }, { ...context, filters });
  const rate = build.call(
    context.counters === 'increase' ? 'increase' : 'rate',
    build.range(selector, context.windowMs),
  );
  return joinInfo(rate, joined, { ...context, filters });
}

export function groupLabels({ grouping, binding }: ReadContext): readonly string[] {
  return grouping.kind === 'by' ? grouping.labels : (binding.measure.keys ?? []);
}

/** 0.995 → "p99.5". */
export function percentileName(level: number): string {
  return `p${Math.round(level * 100_000) / 1000}`;
}

/** Levels and bounds as series write them. */
export function findLevel(values: readonly string[], wanted: number): string | undefined {
  return values.find((value) => Math.abs(Number(value) - wanted) < 1e-9);
}
