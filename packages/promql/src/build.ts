import type {
  Aggregate,
  AggregateOp,
  AtModifier,
  Binary,
  BinaryOp,
  Call,
  Expr,
  Grouping,
  Matcher,
  MatchOp,
  MatrixSelector,
  NumberLiteral,
  Paren,
  StringLiteral,
  Subquery,
  Unary,
  VectorMatching,
  VectorSelector,
} from './ast.ts';

const NOWHERE = { start: 0, end: 0 } as const;

interface Modifiers {
  readonly offsetMs?: number | undefined;
  readonly at?: AtModifier | undefined;
}

export function number(value: number): NumberLiteral {
  return { type: 'NumberLiteral', value, ...NOWHERE };
}

export function string(value: string): StringLiteral {
  return { type: 'StringLiteral', value, ...NOWHERE };
}

export function matcher(label: string, op: MatchOp, value: string): Matcher {
  return { label, op, value, ...NOWHERE };
}

/** `selector('up', [matcher('job', '=', 'api')])`; leave the name out to select by matchers only. */
export function selector(
  name: string | undefined,
  matchers: readonly Matcher[] = [],
  modifiers: Modifiers = {},
): VectorSelector {
  return { type: 'VectorSelector', name, matchers, ...modifiers, ...NOWHERE };
}

/** `range(selector('up'), 300_000)` is `up[5m]`. */
export function range(of: VectorSelector, rangeMs: number): MatrixSelector {
  return { type: 'MatrixSelector', selector: of, rangeMs, ...NOWHERE };
}

export function subquery(expr: Expr, rangeMs: number, stepMs?: number, modifiers: Modifiers = {}): Subquery {
  return { type: 'Subquery', expr, rangeMs, stepMs, ...modifiers, ...NOWHERE };
}

export function call(func: string, ...args: readonly Expr[]): Call {
  return { type: 'Call', func, args, ...NOWHERE };
}

export function aggregate(op: AggregateOp, expr: Expr, grouping?: Grouping, param?: Expr): Aggregate {
  return { type: 'Aggregate', op, grouping, param, expr, ...NOWHERE };
}

/** `sumBy(['job'], expr)`; an empty list sums everything into one value. */
export function sumBy(labels: readonly string[], expr: Expr): Aggregate {
  return aggregate('sum', expr, labels.length === 0 ? undefined : { kind: 'by', labels });
}

export function binary(
  op: BinaryOp,
  left: Expr,
  right: Expr,
  options: { bool?: boolean; matching?: VectorMatching | undefined } = {},
): Binary {
  return { type: 'Binary', op, left, right, bool: options.bool ?? false, matching: options.matching, ...NOWHERE };
}

export function unary(op: '+' | '-', expr: Expr): Unary {
  return { type: 'Unary', op, expr, ...NOWHERE };
}

export function paren(expr: Expr): Paren {
  return { type: 'Paren', expr, ...NOWHERE };
}
