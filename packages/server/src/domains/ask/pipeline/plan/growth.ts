import { build, type Expr, rewrite } from '@locum/promql';
import type { Binding } from '../ground/binding.ts';
import { speaksOfGrowth } from '../understand/growth-words.ts';
import type { Understanding } from '../understand/understand.ts';

/** How a gauge grows: its slope per second, or the difference over a period. */
export type Growth = 'deriv' | 'delta';

const TREND_FUNCTION = /\b(?:deriv|delta|rate|increase|changes|idelta)\(/;
const SPEED = /\brate|per (?:second|minute|hour)|fastest|how (?:fast|quick)|speed|\/s|leak/;
const GAINED =
  /\b(?:gain(?:s|ed)?|by how (?:much|many)\b.*\b(?:grow|grew|rise|rose|increase|fall|fell|drop)|grew by|grown by|increased by|rose by|added|lost|dropped by)\b/;
const DEFAULT_BASIS_SECONDS = 1800;

/** The question speaks of growth, and the measure is not a growth already. */
export function asksGrowth({ measure }: Binding, { core: question, time }: Understanding): boolean {
  const isTrend = TREND_FUNCTION.test(measure.fact?.measure ?? '');
  return !isTrend && speaksOfGrowth(question) && !time.comparison && measure.unit !== 'timestamp';
}

export function growthOf({ question, shape, time }: Understanding): Growth | undefined {
  // "gained more than 500 in the last half hour"
  if (GAINED.test(question) && time.lookback !== undefined && shape.perSeconds === undefined) return 'delta';
  if (SPEED.test(question) || shape.perSeconds !== undefined) return 'deriv';
  return time.lookback || time.smoothing ? 'delta' : undefined;
}

/** A measure that is a slope: so much a second. */
export function isSlope({ expr }: Binding['measure']): boolean {
  const inner = expr.type === 'Aggregate' ? expr.expr : expr;
  return inner.type === 'Call' && inner.func === 'deriv';
}

/** "how much did the databases grow in the last hour" of a measure that tells how fast they do. */
export function asAmountGrown(binding: Binding, understanding: Understanding): Binding | undefined {
  const { measure } = binding;
  if (!isSlope(measure) || measure.holds !== undefined || !HOW_MUCH.test(understanding.core)) return undefined;
  if (growthOf(understanding) !== 'delta') return undefined;
  const toAmount = (expr: Expr) =>
    expr.type === 'Call' && expr.func === 'deriv' ? { ...expr, func: 'delta' } : undefined;
  return { ...binding, measure: { ...measure, expr: rewrite(measure.expr, toAmount) } };
}

const HOW_MUCH = /\b(?:how (?:much|many)|by what)\b/;

/** A selector becomes a range; anything else a subquery. */
export function grow(expr: Expr, growth: Growth, { time }: Understanding): Expr {
  const basisMs = (time.lookback ?? time.smoothing ?? DEFAULT_BASIS_SECONDS) * 1000;
  if (expr.type === 'VectorSelector') return build.call(growth, build.range(expr, basisMs));
  if (expr.type === 'Aggregate' && expr.expr.type === 'VectorSelector')
    return { ...expr, expr: build.call(growth, build.range(expr.expr, basisMs)) };
  return build.call(growth, build.subquery(expr, basisMs));
}
