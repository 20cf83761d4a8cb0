import type { Expr } from '@locum/promql';
import type { Understanding } from '../understand/understand.ts';
import type { ClaimBook } from './claim-book.ts';
import { formatValue } from './format-value.ts';
import { strip } from './query-shape.ts';

/** How the numbers of one answer are written: bytes as the question has them, events as whole ones. */
export function chooseFormat({ threshold }: Pick<Understanding, 'threshold'>, expr: Expr): ClaimBook['format'] {
  const { base, factor = 1 } = threshold?.unit ?? {};
  const bytes = base === 'bytes' && factor > 1 && Number.isInteger(Math.log10(factor)) ? 'decimal' : 'binary';
  const isEvents = countsEvents(expr);
  return (value, unit) => {
    // `increase` extrapolates to the ends of its window: five events are 5.03.
    const shown = isEvents && unit === 'count' && Math.abs(value) >= 1 ? Math.round(value) : value;
    return formatValue(shown, unit, bytes);
  };
}

function countsEvents(expr: Expr): boolean {
  const bare = strip(expr);
  switch (bare.type) {
    case 'Call':
      return bare.func === 'increase' || (/^sort/.test(bare.func) && bare.args.some(countsEvents));
    case 'Aggregate':
      return /^(?:sum|min|max|topk|bottomk)$/.test(bare.op) && countsEvents(bare.expr);
    case 'Binary':
      if (/^(?:or|and|unless|[<>]=?|[=!]=)$/.test(bare.op)) return countsEvents(bare.left);
      return /^[+-]$/.test(bare.op) && countsEvents(bare.left) && countsEvents(bare.right);
    default:
      return false;
  }
}
