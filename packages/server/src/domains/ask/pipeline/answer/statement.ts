import { type Expr, metricNames } from '@locum/promql';
import type { Comparison } from './query-shape.ts';

/** What makes the words of a plan true of its values: `== 0` of "target down", whose query reads `up`. */
export interface Statement {
  readonly op: Comparison;
  readonly value: number;
  /** What the query reads, by name. */
  readonly of: string;
}

const TESTS: Readonly<Record<Comparison, (value: number, bound: number) => boolean>> = {
  '==': (value, bound) => value === bound,
  '!=': (value, bound) => value !== bound,
  '>': (value, bound) => value > bound,
  '<': (value, bound) => value < bound,
  '>=': (value, bound) => value >= bound,
  '<=': (value, bound) => value <= bound,
};

/**
 * The statement of a state whose 1 means the opposite of its words, when the query has not applied it. Null when its values
 * say what the words say. `holds` is as written in a measure: `== 0`.
 */
export function findStatement(holds: string, expr: Expr): Statement | null {
  const [, op, bound] = /^(==|!=|>=|<=|>|<)\s*(-?[\d.e]+)$/.exec(holds) ?? [];
  const [of] = metricNames(expr);
  if (!isOperator(op) || of === undefined || !isRaw(expr)) return null;
  const statement = { op, value: Number(bound), of };
  return isHeld(statement, 0) && !isHeld(statement, 1) ? statement : null;
}

export function isHeld({ op, value: bound }: Statement, value: number): boolean {
  return TESTS[op](value, bound);
}

function isOperator(op: string | undefined): op is Comparison {
  return op !== undefined && op in TESTS;
}

/** The values are those of the metric: nothing compares, counts or reckons. */
function isRaw(expr: Expr): boolean {
  switch (expr.type) {
    case 'VectorSelector':
    case 'MatrixSelector':
      return true;
    case 'Paren':
    case 'Subquery':
      return isRaw(expr.expr);
    case 'Aggregate':
      return /^(?:min|max|avg|sum|topk|bottomk)$/.test(expr.op) && isRaw(expr.expr);
    case 'Call':
      return /^(?:(?:min|max|last|avg)_over_time|sort|sort_desc)$/.test(expr.func) && expr.args.every(isRaw);
    default:
      return false;
  }
}
