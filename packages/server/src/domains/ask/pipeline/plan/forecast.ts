import { build, type Expr, type VectorSelector } from '@locum/promql';
import type { Understanding } from '../understand/understand.ts';
import { operand } from './conditions.ts';
import { type Lift, lift, withModifiers } from './lift.ts';

const DEFAULT_BASIS_SECONDS = 6 * 3600;
const DEFAULT_HORIZON_SECONDS = 4 * 86_400;

/** What runs out: the free amount itself, or a limit less what is used. */
interface Resource {
  readonly free?: VectorSelector;
  readonly used?: VectorSelector;
  readonly limit?: VectorSelector;
}

/** Finds the resource behind a measure: `1 - free / size`, `used / limit`, `free / size`, or a bare gauge. */
function findResource(expr: Expr, question: string): Resource | undefined {
  if (expr.type === 'Paren') return findResource(expr.expr, question);
  if (expr.type === 'VectorSelector')
    return /free|avail|remain|left/i.test(expr.name ?? '') ? { free: expr } : { used: expr };
  if (expr.type !== 'Binary') return undefined;
  if (expr.op === '-' && expr.left.type === 'NumberLiteral') {
    const inner = expr.right.type === 'Paren' ? expr.right.expr : expr.right;
    if (inner.type === 'Binary' && inner.op === '/' && inner.left.type === 'VectorSelector')
      return { free: inner.left };
  }
  if (expr.op === '*') return findResource(expr.left.type === 'NumberLiteral' ? expr.right : expr.left, question);
  if (expr.op === '/' && expr.left.type === 'VectorSelector' && expr.right.type === 'VectorSelector') {
    return /free|avail|remain/i.test(expr.left.name ?? '')
      ? { free: expr.left }
      : { used: expr.left, limit: expr.right };
  }
  return undefined;
}

/** Linear forecasts: the value at a horizon, what runs out before it, or the time left. */
export function forecast(
  expr: Expr,
  context: Lift,
  understanding: Understanding,
): { expr: Expr; unit: 'as-measured' | 'seconds' | 'bool-set'; words: string } | undefined {
  const { time, question } = understanding;
  const resource = findResource(expr, question);
  const gauge = resource?.free ?? resource?.used;
  if (!resource || !gauge) return undefined;
  const basisMs = (time.lookback ?? time.smoothing ?? DEFAULT_BASIS_SECONDS) * 1000;
  const ranged = (selector: VectorSelector) => build.range(withModifiers(selector, context), basisMs);
  const now = (selector: VectorSelector) => lift(selector, { ...context, grouping: { kind: 'natural' } });
  if (time.timeUntil)
    return { expr: timeLeft(resource, now, ranged), unit: 'seconds', words: 'time left at the recent trend' };
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
  return { expr: predicted(gauge), unit: 'as-measured', words: 'forecast by linear trend' };
}

function timeLeft(
  resource: Resource,
  now: (selector: VectorSelector) => Expr,
  ranged: (selector: VectorSelector) => Expr,
): Expr {
  if (resource.free)
    return build.binary(
      '/',
      now(resource.free),
      build.paren(build.binary('>', build.unary('-', build.call('deriv', ranged(resource.free))), build.number(0))),
    );
  const used = resource.used;
  if (!used) return build.number(Number.NaN);
  const growth = build.paren(build.binary('>', build.call('deriv', ranged(used)), build.number(0)));
  const left = resource.limit ? build.paren(build.binary('-', now(resource.limit), now(used))) : now(used);
  return build.binary('/', operand(left), growth);
}
