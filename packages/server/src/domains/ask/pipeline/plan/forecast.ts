import { build, type Expr, type VectorSelector } from '@locum/promql';
import { findResource, type Resource } from '../ground/resource.ts';
import type { Understanding } from '../understand/understand.ts';
import { operand } from './conditions.ts';
import { type Lift, lift, withModifiers } from './lift.ts';

const DEFAULT_BASIS_SECONDS = 6 * 3600;
const DEFAULT_HORIZON_SECONDS = 4 * 86_400;

/** Linear forecasts: the value at a horizon, what runs out before it, or the time left. */
export function forecast(
  expr: Expr,
  context: Lift,
  understanding: Understanding,
): { expr: Expr; unit: 'as-measured' | 'seconds' | 'bool-set'; words: string } | undefined {
  const { time, question } = understanding;
  const resource = findResource(expr);
  const gauge = resource?.free ?? resource?.used;
  if (!resource || !gauge) return undefined;
  const basisMs = (time.lookback ?? time.smoothing ?? DEFAULT_BASIS_SECONDS) * 1000;
  const ranged = (selector: VectorSelector) => build.range(withModifiers(selector, context), basisMs);
  const merge = resource.limit && context.keys ? context.keys : undefined;
  const merged = (leaf: Expr): Expr => (merge ? build.sumBy(merge, leaf) : leaf);
  const now = (selector: VectorSelector) => merged(lift(selector, { ...context, grouping: { kind: 'natural' } }));
  const trend = (selector: VectorSelector) => merged(build.call('deriv', ranged(selector)));
  if (time.timeUntil)
    return { expr: timeLeft(resource, now, trend), unit: 'seconds', words: 'time left at the recent trend' };
  const horizon = time.horizon ?? DEFAULT_HORIZON_SECONDS;
  const predicted = (selector: VectorSelector) => build.call('predict_linear', ranged(selector), build.number(horizon));
  const runsOut =
    /\b(?:run(?:s|ning)? out|full|fill(?:s|ed|ing)? up|exhaust\w*|no (?:space|room)|out of (?:space|disk|memory|inodes)|overflow\w*|hit\w* (?:the|its|their) (?:limit|max\w*)|exceed\w*)\b/.test(
      question,
    ) && !/\bhow (?:much|many)\b|\bwhat will\b/.test(question);
  if (runsOut && resource.free)
    return {
      expr: build.binary('<', predicted(resource.free), build.number(0)),
      unit: 'bool-set',
      words: 'runs out within the horizon',
    };
  if (runsOut && resource.used && resource.limit)
    return {
      expr: build.binary('>', predicted(resource.used), now(resource.limit)),
      unit: 'bool-set',
      words: 'passes its limit within the horizon',
    };
  const value = predicted(gauge);
  const total = understanding.shape.howMany && !resource.limit && !resource.free;
  return { expr: total ? build.sumBy([], value) : value, unit: 'as-measured', words: 'forecast by linear trend' };
}

type Build = (selector: VectorSelector) => Expr;

function timeLeft(resource: Resource, now: Build, trend: Build): Expr {
  if (resource.free) return build.binary('/', now(resource.free), above(build.unary('-', trend(resource.free))));
  const { used, limit } = resource;
  if (!used) return build.number(Number.NaN);
  const left = limit ? build.paren(build.binary('-', now(limit), now(used))) : now(used);
  return build.binary('/', operand(left), above(trend(used)));
}

function above(expr: Expr): Expr {
  return build.paren(build.binary('>', expr, build.number(0)));
}
