import type { Binary, Call, Expr } from '../ast.ts';
import { isComparison } from '../ast.ts';
import { bare, type Context, constantOf } from './context.ts';

/**
 * Unit of a value: a base unit (`bytes`), a rate (`bytes/second`), `ratio` (0 to 1), `percent`, or `timestamp`.
 * Undefined where it is unknown; scaling by an unexplained constant makes it unknown.
 */
export type Unit = string | undefined;

const SAME_AS_ARGUMENT: ReadonlySet<string> = new Set([
  ...['abs', 'ceil', 'floor', 'round', 'sort', 'sort_desc', 'sort_by_label', 'sort_by_label_desc', 'label_replace'],
  ...['label_join', 'clamp', 'clamp_min', 'clamp_max', 'increase', 'delta', 'idelta', 'avg_over_time', 'min_over_time'],
  ...['max_over_time', 'last_over_time', 'first_over_time', 'stddev_over_time', 'predict_linear', 'scalar', 'info'],
]);

export function unitOf(expr: Expr, context: Context): Unit {
  const known = memo.get(context) ?? new Map<Expr, Unit>();
  memo.set(context, known);
  if (known.has(expr)) return known.get(expr);
  const unit = computeUnit(expr, context);
  known.set(expr, unit);
  return unit;
}

// Rules ask at every level of the tree; each level is worked out once a check.
const memo = new WeakMap<Context, Map<Expr, Unit>>();

function computeUnit(expr: Expr, context: Context): Unit {
  switch (expr.type) {
    case 'VectorSelector':
      return selectorUnit(expr, context);
    case 'MatrixSelector':
      return selectorUnit(expr.selector, context);
    case 'Paren':
    case 'Unary':
    case 'Subquery':
      return unitOf(expr.expr, context);
    case 'Aggregate': {
      const unit = unitOf(expr.expr, context);
      if (['avg', 'min', 'max', 'topk', 'bottomk', 'quantile', 'limitk', 'limit_ratio'].includes(expr.op)) return unit;
      // A sum of shares is no share any more.
      return expr.op === 'sum' && unit !== 'ratio' && unit !== 'percent' && unit !== 'timestamp' ? unit : undefined;
    }
    case 'Call':
      return callUnit(expr, context);
    case 'Binary':
      return binaryUnit(expr, context);
  }
  return undefined;
}

function selectorUnit(selector: Expr & { type: 'VectorSelector' }, context: Context): Unit {
  const metric = context.metric(selector);
  if (metric === undefined || metric.role === 'count' || metric.role === 'bucket') return undefined;
  return metric.unit === '' ? undefined : metric.unit;
}

function callUnit(call: Call, context: Context): Unit {
  const first = call.args[0];
  if (call.func === 'time' || call.func === 'timestamp') return 'timestamp';
  if (first === undefined) return undefined;
  if (SAME_AS_ARGUMENT.has(call.func)) return unitOf(first, context);
  if (call.func === 'quantile_over_time') return call.args[1] === undefined ? undefined : unitOf(call.args[1], context);
  if (call.func === 'histogram_quantile')
    return call.args[1] === undefined ? undefined : bucketUnit(call.args[1], context);
  if (!['rate', 'irate', 'deriv'].includes(call.func)) return undefined;
  const unit = unitOf(first, context);
  return unit === undefined || unit === 'ratio' || unit === 'percent' || unit === 'timestamp'
    ? undefined
    : `${unit}/second`;
}

/** Quantiles have the unit of the observations, which the family's name tells. */
function bucketUnit(expr: Expr, context: Context): Unit {
  const inner = bare(expr);
  if (inner.type === 'Aggregate') return bucketUnit(inner.expr, context);
  if (inner.type === 'Call' && inner.args[0] !== undefined) return bucketUnit(inner.args[0], context);
  const selector = inner.type === 'MatrixSelector' ? inner.selector : inner;
  if (selector.type !== 'VectorSelector') return undefined;
  const metric = context.metric(selector);
  return /_(?:seconds|bytes)$/.exec(metric?.family ?? '')?.[0].slice(1);
}

function binaryUnit(expr: Binary, context: Context): Unit {
  const left = unitOf(expr.left, context);
  const right = unitOf(expr.right, context);
  if (isComparison(expr.op)) return expr.bool ? undefined : left;
  switch (expr.op) {
    case 'and':
    case 'unless':
      return left;
    case 'or':
      return left === right ? left : undefined;
    case '+':
    case '-':
      return sumUnit(expr, left, right);
    case '*':
      return productUnit(expr, left, right);
    case '/':
      return left !== undefined && left === right && left !== 'timestamp' ? 'ratio' : undefined;
  }
  return undefined;
}

function sumUnit(expr: Binary, left: Unit, right: Unit): Unit {
  if (expr.op === '-' && left === 'timestamp' && right === 'timestamp') return 'seconds';
  if (left === 'timestamp' || right === 'timestamp') return undefined;
  if (left !== undefined && right !== undefined) return left === right ? left : undefined;
  const constant = constantOf(expr.left) ?? constantOf(expr.right);
  return constant === undefined ? undefined : (left ?? right);
}

function productUnit(expr: Binary, left: Unit, right: Unit): Unit {
  const constant = constantOf(expr.right) ?? constantOf(expr.left);
  const unit = left ?? right;
  if (constant === 1) return unit;
  return constant === 100 && unit === 'ratio' ? 'percent' : undefined;
}
