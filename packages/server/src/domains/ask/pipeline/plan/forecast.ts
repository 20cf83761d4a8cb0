import { build, type Expr, rewrite, type VectorSelector } from '@locum/promql';
import { findResource, type Resource } from '../ground/resource.ts';
import { speaksOfRunningOut } from '../understand/future.ts';
import type { Target } from '../understand/target.ts';
import type { Understanding } from '../understand/understand.ts';
import { DAY, HOUR } from '../understand/units.ts';
import { operand } from './conditions.ts';
import { type Lift, lift, NATURAL } from './lift.ts';
import { withModifiers } from './selectors.ts';

const DEFAULT_BASIS_SECONDS = 6 * HOUR;
const DEFAULT_HORIZON_SECONDS = 4 * DAY;

export interface Forecast {
  readonly expr: Expr;
  /** The value at the horizon, the things that run out before it, or the seconds left. */
  readonly kind: 'value' | 'runs-out' | 'time-left';
  readonly words: string;
  /** The series whose unit the value has. */
  readonly of: VectorSelector;
  /** It is a share, and not of that unit. */
  readonly isShare?: true;
}

const ASKS_VALUE = /\bhow (?:much|many)\b|\bwhat will\b/;

/** Linear forecasts. Nothing when the measure is no amount that a trend could be read of. */
export function forecast(expr: Expr, context: Lift, understanding: Understanding): Forecast | undefined {
  const { time, question, shape } = understanding;
  const resource = readResource(expr, question);
  const gauge = resource?.free ?? resource?.used;
  if (!resource || !gauge) return undefined;
  const { now, trend, predicted } = trendQueries(resource, context, understanding);
  const { target } = understanding;
  if (target)
    return {
      expr: timeUntil(target, now(gauge), trend(gauge)),
      kind: 'time-left',
      words: 'time until it gets there at the recent trend',
      of: gauge,
    };
  if (time.timeUntil)
    return {
      expr: timeLeft(resource, now, trend),
      kind: 'time-left',
      words: 'time left at the recent trend',
      of: gauge,
    };
  const share = shareAhead(expr, gauge, context, understanding);
  if (share) return { expr: share, kind: 'value', words: 'forecast by linear trend', of: gauge, isShare: true };
  const runsOut = speaksOfRunningOut(question) && !ASKS_VALUE.test(question);
  if (runsOut && resource.free) {
    const empty = build.binary('<', predicted(resource.free), build.number(0));
    return { expr: empty, kind: 'runs-out', words: 'runs out within the horizon', of: gauge };
  }
  if (runsOut && resource.used && resource.limit) {
    const full = build.binary('>', predicted(resource.used), now(resource.limit));
    return { expr: full, kind: 'runs-out', words: 'passes its limit within the horizon', of: gauge };
  }
  const value = totalOf(predicted(gauge), resource, context);
  const isTotal = shape.howMany && !resource.limit && !resource.free && value.type !== 'Aggregate';
  return {
    expr: isTotal ? build.sumBy([], value) : value,
    kind: 'value',
    words: 'forecast by linear trend',
    of: gauge,
  };
}

const IN_PERCENT = /\bpercent|%|\bhow full\b/;

/** "how full will it be in two days, in %": the share, with what is read of the trend ahead. */
function shareAhead(
  expr: Expr,
  gauge: VectorSelector,
  context: Lift,
  { time, askedUnit, question }: Understanding,
): Expr | undefined {
  const isAsked = askedUnit?.base === 'percent' || askedUnit?.base === 'ratio' || /\bhow full\b/.test(question);
  if (expr.type !== 'Binary' || !isAsked || !IN_PERCENT.test(question)) return undefined;
  const basisMs = (time.lookback ?? time.smoothing ?? DEFAULT_BASIS_SECONDS) * 1000;
  const horizon = build.number(time.horizon ?? DEFAULT_HORIZON_SECONDS);
  const ahead = rewrite(expr, (part) =>
    part === gauge ? build.call('predict_linear', build.range(gauge, basisMs), horizon) : undefined,
  );
  return lift(ahead, context);
}

/** What adds up is forecast as a whole: the trend of a sum is the sum of the trends. */
function totalOf(value: Expr, { free, limit }: Resource, { combine, keys, grouping }: Lift): Expr {
  const labels = grouping.kind === 'by' ? grouping.labels : keys;
  return free || limit || combine !== 'sum' || !labels ? value : build.sumBy(labels, value);
}

const EMPTIES = /\b(?:run(?:s|ning)? out|empt(?:y|ied|ies)|exhaust\w*|deplet\w*|used up|dry)\b/;

/** An amount that is said to run out is what is left, whatever its name. */
function readResource(expr: Expr, question: string): Resource | undefined {
  const resource = findResource(expr);
  const isBare = resource?.used !== undefined && resource.limit === undefined;
  return isBare && EMPTIES.test(question) ? { free: resource.used } : resource;
}

type Build = (selector: VectorSelector) => Expr;

function trendQueries(
  resource: Resource,
  context: Lift,
  { time }: Understanding,
): { readonly now: Build; readonly trend: Build; readonly predicted: Build } {
  const basisMs = (time.lookback ?? time.smoothing ?? DEFAULT_BASIS_SECONDS) * 1000;
  const horizon = build.number(time.horizon ?? DEFAULT_HORIZON_SECONDS);
  const ranged = (selector: VectorSelector) => build.range(withModifiers(selector, context), basisMs);
  // A limit and what is used of it come from different metrics: only what both know is kept.
  const keys = resource.limit && context.keys;
  const merged = (leaf: Expr): Expr => (keys ? build.sumBy(keys, leaf) : leaf);
  return {
    now: (selector) => merged(lift(selector, { ...context, grouping: NATURAL })),
    trend: (selector) => merged(build.call('deriv', ranged(selector))),
    predicted: (selector) => build.call('predict_linear', ranged(selector), horizon),
  };
}

/** What is left by the speed at which it goes; nothing where it does not. */
function timeLeft({ free, used, limit }: Resource, now: Build, trend: Build): Expr {
  if (free) return build.binary('/', now(free), positive(build.unary('-', trend(free))));
  if (!used) return build.number(Number.NaN);
  const left = limit ? build.binary('-', now(limit), now(used)) : now(used);
  return build.binary('/', operand(left), positive(trend(used)));
}

/** From what it is now to an amount; nothing where it is past it already, or does not move towards it. */
function timeUntil({ value, unit, from }: Target, current: Expr, speed: Expr): Expr {
  const amount = build.number(value * (unit?.factor ?? 1));
  if (from === 'above')
    return build.binary(
      '/',
      positive(build.paren(build.binary('-', current, amount))),
      positive(build.unary('-', speed)),
    );
  const ahead = build.paren(build.binary('-', amount, current));
  if (from === 'below') return build.binary('/', positive(ahead), positive(speed));
  const moving = build.paren(build.binary('!=', speed, build.number(0)));
  return build.binary('>', build.paren(build.binary('/', ahead, moving)), build.number(0));
}

function positive(expr: Expr): Expr {
  return build.paren(build.binary('>', expr, build.number(0)));
}
