/** Half-open range of UTF-16 offsets into the parsed text; both 0 on trees made by the builders. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type MatchOp = '=' | '!=' | '=~' | '!~';

export interface Matcher extends Span {
  readonly label: string;
  readonly op: MatchOp;
  readonly value: string;
}

/** Evaluation time pinned with `@`: a Unix time, or the start or end of the query's range. */
export type AtModifier =
  | { readonly kind: 'timestamp'; readonly timestampMs: number }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' };

export interface NumberLiteral extends Span {
  readonly type: 'NumberLiteral';
  readonly value: number;
}

/** Bytes that are not UTF-8 (written `\xff`) are kept as the lone surrogates U+DC80–U+DCFF, one each. */
export interface StringLiteral extends Span {
  readonly type: 'StringLiteral';
  readonly value: string;
}

/** How a window's edges are filled (Prometheus 3.16): `anchored` with the sample before it, `smoothed` interpolated. */
export type RangeEdge = 'anchored' | 'smoothed';

/** `offsetMs` is negative for `offset -5m` and absent for none. */
export interface VectorSelector extends Span {
  readonly type: 'VectorSelector';
  readonly name?: string | undefined;
  readonly matchers: readonly Matcher[];
  readonly offsetMs?: number | undefined;
  readonly at?: AtModifier | undefined;
  readonly edge?: RangeEdge | undefined;
}

/** `name{…}[range]`; offset and `@` belong to the inner selector, wherever they were written. */
export interface MatrixSelector extends Span {
  readonly type: 'MatrixSelector';
  readonly selector: VectorSelector;
  readonly rangeMs: number;
}

export interface Subquery extends Span {
  readonly type: 'Subquery';
  readonly expr: Expr;
  readonly rangeMs: number;
  readonly stepMs?: number | undefined;
  readonly offsetMs?: number | undefined;
  readonly at?: AtModifier | undefined;
}

export interface Call extends Span {
  readonly type: 'Call';
  readonly func: string;
  readonly args: readonly Expr[];
}

export type AggregateOp =
  | 'sum'
  | 'avg'
  | 'count'
  | 'min'
  | 'max'
  | 'group'
  | 'stddev'
  | 'stdvar'
  | 'topk'
  | 'bottomk'
  | 'count_values'
  | 'quantile'
  | 'limitk'
  | 'limit_ratio';

export interface Grouping {
  readonly kind: 'by' | 'without';
  readonly labels: readonly string[];
}

export interface Aggregate extends Span {
  readonly type: 'Aggregate';
  readonly op: AggregateOp;
  readonly grouping?: Grouping | undefined;
  readonly param?: Expr | undefined;
  readonly expr: Expr;
}

export type ArithmeticOp = '+' | '-' | '*' | '/' | '%' | '^' | 'atan2';
export type ComparisonOp = '==' | '!=' | '<' | '<=' | '>' | '>=';
export type SetOp = 'and' | 'or' | 'unless';
export type BinaryOp = ArithmeticOp | ComparisonOp | SetOp;

/** `group: 'left'` means that the left side is the "many" side, as in `group_left`. */
export interface VectorMatching {
  readonly kind: 'on' | 'ignoring';
  readonly labels: readonly string[];
  readonly group?: 'left' | 'right' | undefined;
  readonly include: readonly string[];
}

export interface Binary extends Span {
  readonly type: 'Binary';
  readonly op: BinaryOp;
  readonly left: Expr;
  readonly right: Expr;
  readonly bool: boolean;
  readonly matching?: VectorMatching | undefined;
}

export interface Unary extends Span {
  readonly type: 'Unary';
  readonly op: '+' | '-';
  readonly expr: Expr;
}

export interface Paren extends Span {
  readonly type: 'Paren';
  readonly expr: Expr;
}

export type Expr =
  | NumberLiteral
  | StringLiteral
  | VectorSelector
  | MatrixSelector
  | Subquery
  | Call
  | Aggregate
  | Binary
  | Unary
  | Paren;

export type ValueType = 'scalar' | 'string' | 'vector' | 'matrix';

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);
const SET_OPERATORS: ReadonlySet<string> = new Set(['and', 'or', 'unless']);

export function isComparison(op: BinaryOp): op is ComparisonOp {
  return COMPARISONS.has(op);
}

export function isSetOperator(op: BinaryOp): op is SetOp {
  return SET_OPERATORS.has(op);
}
