import type { Expr, VectorSelector } from '@locum/promql';

/** What runs out: the free amount itself, or a limit less what is used. */
export interface Resource {
  readonly free?: VectorSelector;
  readonly used?: VectorSelector;
  readonly limit?: VectorSelector;
}

/** Finds the resource behind a measure: `1 - free / size`, `used / limit`, `free / size`, or a bare gauge. */
export function findResource(expr: Expr): Resource | undefined {
  if (expr.type === 'Paren' || expr.type === 'Aggregate') return findResource(expr.expr);
  if (expr.type === 'VectorSelector') return isFree(expr) ? { free: expr } : { used: expr };
  if (expr.type !== 'Binary') return undefined;
  if (expr.op === '-' && expr.left.type === 'NumberLiteral') {
    const share = bare(expr.right);
    const free = share.type === 'Binary' && share.op === '/' ? bare(share.left) : undefined;
    return free?.type === 'VectorSelector' ? { free } : undefined;
  }
  if (expr.op === '*') return findResource(expr.left.type === 'NumberLiteral' ? expr.right : expr.left);
  if (expr.op !== '/') return undefined;
  const [part, whole] = [bare(expr.left), bare(expr.right)];
  if (part.type !== 'VectorSelector' || whole.type !== 'VectorSelector') return undefined;
  return isFree(part) ? { free: part } : { used: part, limit: whole };
}

function isFree(selector: VectorSelector): boolean {
  return /free|avail|remain|left/i.test(selector.name ?? '');
}

/** Without what only groups or filters: parentheses, aggregations, `> 0`. */
function bare(expr: Expr): Expr {
  if (expr.type === 'Paren' || expr.type === 'Aggregate') return bare(expr.expr);
  return expr.type === 'Binary' && expr.op === '>' ? bare(expr.left) : expr;
}
