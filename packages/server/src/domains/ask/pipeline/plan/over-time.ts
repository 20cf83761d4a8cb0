import { build, type Expr } from '@locum/promql';
import type { CatalogSnapshot } from '../../../catalog/index.ts';
import type { Binding } from '../ground/binding.ts';
import type { Aggregator } from '../understand/shape.ts';
import { speaksOfAnyMoment, type Understanding } from '../understand/understand.ts';
import { isMean, spokenAggregator } from './aggregators.ts';

/** One value for a period: "peak over the last hour". */
export interface OverTime {
  readonly how: 'max' | 'min' | 'avg';
  readonly seconds: number;
}

/** `growing`: the question speaks of growth, so the period is for that. */
export function overTimeOf(
  binding: Binding,
  understanding: Understanding,
  snapshot: CatalogSnapshot,
  { isGauge, growing }: { readonly isGauge: boolean; readonly growing: boolean },
): OverTime | undefined {
  const { time, threshold } = understanding;
  const { measure } = binding;
  const seconds = time.lookback;
  if (seconds === undefined || time.plot) return undefined;
  const how = spokenAlongTime(binding, understanding, snapshot);
  if (how) return { how, seconds };
  // A share or state "in the last day" is meant on average, unless something else reduces it.
  const isState = ['bool', 'ratio', 'percent'].includes(measure.unit) && !hasRange(binding);
  const isReduced = growing || time.forecast || threshold !== undefined || measure.holds !== undefined;
  return isGauge && isState && !isReduced ? { how: 'avg', seconds } : undefined;
}

/** The measure is written with a window of its own. */
export function hasRange({ measure }: Binding): boolean {
  return measure.fact?.measure.includes('[') === true;
}

function spokenAlongTime(
  binding: Binding,
  understanding: Understanding,
  snapshot: CatalogSnapshot,
): OverTime['how'] | undefined {
  if (binding.measure.kind === 'histogram' || binding.measure.kind === 'summary') return undefined;
  const how = extremeOfAny(understanding) ?? alongTime(binding, understanding);
  // A mean over a longer window is that mean, not a mean of means.
  if (how === undefined || how === 'sum' || (how === 'avg' && isMean(binding, snapshot))) return undefined;
  return how;
}

/** "above 50 at any point in the last hour": the extreme tells whether it was. */
function extremeOfAny({ question, threshold }: Understanding): Aggregator | undefined {
  if (!threshold || !speaksOfAnyMoment(question)) return undefined;
  return threshold.operator.startsWith('<') ? 'min' : 'max';
}

/** "average over the last hour, total of all instances": the mean is along time, the sum across. */
function alongTime(binding: Binding, understanding: Understanding): Aggregator | undefined {
  const { aggregators } = understanding.shape;
  const how = spokenAggregator(binding, understanding);
  return how === 'sum' && aggregators.includes('avg') ? 'avg' : how;
}

/** `alone`: each group is a single series, so that merging it changes nothing. */
export function overTime(expr: Expr, { how, seconds }: OverTime, alone = false): Expr {
  const func = `${how}_over_time`;
  if (alone && expr.type === 'Aggregate') return overTime({ ...expr, op: how }, { how, seconds });
  if (expr.type === 'VectorSelector') return build.call(func, build.range(expr, seconds * 1000));
  // The maximum of maxima is the maximum, and so for minimum and mean: no subquery is needed.
  if (expr.type === 'Aggregate' && expr.op === how && expr.expr.type === 'VectorSelector')
    return { ...expr, expr: build.call(func, build.range(expr.expr, seconds * 1000)) };
  return build.call(func, build.subquery(expr, seconds * 1000, resolution(seconds) * 1000));
}

const STEPS = [15, 30, 60, 120, 300, 600, 1800, 3600];
const MOST_POINTS = 720;

/** Fine enough for the extremes: 15 s for up to three hours. */
function resolution(seconds: number): number {
  return STEPS.find((step) => seconds / step <= MOST_POINTS) ?? 3600;
}
