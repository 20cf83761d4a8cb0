import type { Expr } from '@locum/promql';
import { strip } from './query-shape.ts';

const SUMS: ReadonlySet<string> = new Set(['sum', 'count', 'group', 'topk', 'bottomk']);
const COUNTING: ReadonlySet<string> = new Set([
  'rate',
  'irate',
  'increase',
  'delta',
  'idelta',
  'deriv',
  'sort',
  'sort_desc',
]);

/** Whether the results of a query add up to something: sums of amounts do, averages, percentiles and ratios do not. */
export function isAdditive(expr: Expr, unit: string): boolean {
  return isAmount(unit) && addsUp(expr);
}

function isAmount(unit: string): boolean {
  if (/^(?:ratio|percent|seconds|celsius|factor)/.test(unit)) return false;
  if (/(?:^|_)per_(?:second|\d+s)$/.test(unit)) return true;
  return /^(?:count|cores|[kmgt]?[a-z]*bytes|[kmg]?[a-z]*bits)$/.test(unit);
}

function addsUp(expr: Expr): boolean {
  const bare = strip(expr);
  switch (bare.type) {
    case 'VectorSelector':
      return true;
    case 'Aggregate':
      return SUMS.has(bare.op) && (bare.op === 'sum' || bare.op === 'count' || addsUp(bare.expr));
    case 'Call':
      return COUNTING.has(bare.func);
    case 'Binary':
      if (bare.op === 'or') return addsUp(bare.left) && addsUp(bare.right);
      if (bare.op === '*' || bare.op === '/') return strip(bare.right).type === 'NumberLiteral' && addsUp(bare.left);
      return (bare.op === '+' || bare.op === '-') && addsUp(bare.left) && addsUp(bare.right);
    default:
      return false;
  }
}
