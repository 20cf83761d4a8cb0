import { type Expr, metricNames, parse } from '@locum/promql';
import { AppError } from '../../platform/errors.ts';
import type { CatalogSnapshot } from '../catalog/index.ts';
import type { PlannedQuery } from './pipeline/planner.ts';

/** Parses a query that a person wrote. Throws `query_invalid` with the place and the reason. */
export function parseUserQuery(promql: string): Expr {
  const parsed = parse(promql);
  if (parsed.ok) return parsed.expr;
  const { message, start } = parsed.error;
  throw new AppError('query_invalid', { hint: `At character ${start + 1}: ${message}.` });
}

/** A person's own query as a plan: it runs as written. */
export function planUserQuery(
  promql: string,
  kind: 'instant' | 'range',
  snapshot: Pick<CatalogSnapshot, 'metric'>,
): PlannedQuery {
  const expr = parseUserQuery(promql);
  return {
    outcome: 'planned',
    expr,
    promql,
    kind,
    unit: unitOf(expr, snapshot),
    reading: metricNames(expr).join(', ') || 'your query',
    confidence: 1,
    planner: 'user',
    alternatives: [],
  };
}

/** A guess from the metric, where the query keeps its unit. */
function unitOf(expr: Expr, snapshot: Pick<CatalogSnapshot, 'metric'>): string {
  switch (expr.type) {
    case 'VectorSelector':
      return (expr.name === undefined ? undefined : snapshot.metric(expr.name)?.unit) ?? 'count';
    case 'Paren':
    case 'Unary':
    case 'Subquery':
      return unitOf(expr.expr, snapshot);
    case 'MatrixSelector':
      return unitOf(expr.selector, snapshot);
    case 'Aggregate':
      return expr.op === 'count' || expr.op === 'group' || expr.op === 'count_values'
        ? 'count'
        : unitOf(expr.expr, snapshot);
    case 'Call':
      return unitOfCall(expr.func, expr.args, snapshot);
    case 'Binary': {
      if (expr.op === '/' && expr.right.type !== 'NumberLiteral')
        return unitOfQuotient(expr.left, expr.right, snapshot);
      return expr.op === '*' && isHundred(expr.right) && unitOf(expr.left, snapshot) === 'ratio'
        ? 'percent'
        : unitOf(expr.left, snapshot);
    }
    default:
      return 'count';
  }
}

function unitOfCall(func: string, args: readonly Expr[], snapshot: Pick<CatalogSnapshot, 'metric'>): string {
  const subject = func === 'histogram_quantile' || func === 'quantile_over_time' ? args[1] : args[0];
  const unit = subject === undefined ? 'count' : unitOf(subject, snapshot);
  if (func === 'histogram_quantile') return unit.replace(/_per_second$/, '');
  if (func === 'rate' || func === 'irate' || func === 'deriv') return `${unit}_per_second`;
  return func === 'time' || func === 'timestamp' ? 'timestamp' : unit;
}

function unitOfQuotient(left: Expr, right: Expr, snapshot: Pick<CatalogSnapshot, 'metric'>): string {
  const [above, below] = [unitOf(left, snapshot), unitOf(right, snapshot)];
  if (above === below) return 'ratio';
  // `rate(x_seconds_sum) / rate(x_seconds_count)`: seconds each.
  return below.startsWith('count') ? above.replace(/_per_second$/, '') : 'count';
}

function isHundred(expr: Expr): boolean {
  return expr.type === 'NumberLiteral' && expr.value === 100;
}
