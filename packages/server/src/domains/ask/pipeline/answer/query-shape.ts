import { type Binary, type Expr, isComparison, selectors, walk } from '@locum/promql';

/** What the outermost part of a query does, as far as it decides what its result means. */
export interface QueryShape {
  /** Keeps only what passes: an empty result is an answer. */
  readonly filter?: { readonly op: Comparison; readonly value: number | undefined; readonly inner: Expr };
  readonly ranking?: 'top' | 'bottom';
  /** Now and an earlier time, put into one number. */
  readonly comparison?: { readonly now: Expr; readonly earlier: Expr; readonly offsetMs: number };
  /** Empty means that the series is there. */
  readonly isAbsence: boolean;
  /** Labels that the result is told apart by: of `sum by (route) (…)` `route`. */
  readonly grouping: readonly string[];
  /** The longest look back: of `rate(x[5m])` 300. */
  readonly windowSeconds?: number;
  /** How many series there are of each kind: the kinds are as much of the answer as their numbers. */
  readonly isTally: boolean;
  /** Its series are the answer, and their values are all 1. */
  readonly isListing: boolean;
  /** Values at a time that has not come. */
  readonly isForecast: boolean;
}

export type Comparison = '==' | '!=' | '>' | '<' | '>=' | '<=';

export function shapeOf(expr: Expr): QueryShape {
  const bare = strip(expr);
  const inner = ranked(bare) ?? bare;
  const filter = filterOf(inner);
  const comparison = comparisonOf(bare);
  const windowSeconds = windowOf(expr);
  const ranking = rankingOf(bare);
  return {
    grouping: groupingOf(bare),
    isAbsence: bare.type === 'Call' && (bare.func === 'absent' || bare.func === 'absent_over_time'),
    isTally: bare.type === 'Aggregate' && bare.op === 'count' && bare.grouping?.kind === 'by',
    isListing: bare.type === 'Aggregate' && bare.op === 'group',
    isForecast: calls(expr, new Set(['predict_linear'])) || (calls(expr, new Set(['deriv'])) && bare.type === 'Binary'),
    ...(filter !== undefined && { filter }),
    ...(ranking !== undefined && { ranking }),
    ...(comparison !== undefined && { comparison }),
    ...(windowSeconds !== undefined && { windowSeconds }),
  };
}

export function strip(expr: Expr): Expr {
  return expr.type === 'Paren' ? strip(expr.expr) : expr;
}

function ranked(expr: Expr): Expr | undefined {
  if (expr.type === 'Aggregate' && (expr.op === 'topk' || expr.op === 'bottomk')) return strip(expr.expr);
  const first = expr.type === 'Call' && /^sort/.test(expr.func) ? expr.args[0] : undefined;
  return first === undefined ? undefined : strip(first);
}

function rankingOf(expr: Expr): QueryShape['ranking'] {
  if (expr.type === 'Aggregate' && expr.op === 'topk') return 'top';
  if (expr.type === 'Aggregate' && expr.op === 'bottomk') return 'bottom';
  if (expr.type === 'Call' && expr.func === 'sort_desc') return 'top';
  return expr.type === 'Call' && expr.func === 'sort' ? 'bottom' : undefined;
}

/** Of an operation the side that is told apart further; a share of everything has the labels of its parts. */
function groupingOf(expr: Expr): readonly string[] {
  const bare = ranked(strip(expr)) ?? strip(expr);
  if (bare.type === 'Aggregate' && bare.grouping?.kind === 'by')
    return bare.grouping.labels.filter((label) => label !== 'le');
  if (bare.type === 'Call') return bare.args.map(groupingOf).find(({ length }) => length > 0) ?? [];
  if (bare.type !== 'Binary') return [];
  const [left, right] = [groupingOf(bare.left), groupingOf(bare.right)];
  return left.length >= right.length ? left : right;
}

function filterOf(expr: Expr): QueryShape['filter'] {
  if (expr.type !== 'Binary') return undefined;
  if (isComparison(expr.op) && !expr.bool) {
    const right = strip(expr.right);
    const left = strip(expr.left);
    // `5 < x` keeps samples of x.
    if (left.type === 'NumberLiteral') return { op: mirrored(expr.op), value: left.value, inner: expr.right };
    return { op: expr.op, value: right.type === 'NumberLiteral' ? right.value : undefined, inner: expr.left };
  }
  return expr.op === 'and' || expr.op === 'unless' ? filterOf(strip(expr.left)) : undefined;
}

const MIRRORED = { '==': '==', '!=': '!=', '>': '<', '<': '>', '>=': '<=', '<=': '>=' } as const;

function mirrored(op: Comparison): Comparison {
  return MIRRORED[op];
}

/** `now / then`, `(now / then - 1) * 100`, `now - then`. */
function comparisonOf(expr: Expr): QueryShape['comparison'] {
  const found = [expr, ...below(expr)].find(isOfTwoTimes);
  if (found === undefined) return undefined;
  const offsetMs = commonOffset(found.right);
  return offsetMs === undefined ? undefined : { now: strip(found.left), earlier: strip(found.right), offsetMs };
}

function below(expr: Expr): Expr[] {
  if (expr.type !== 'Binary') return [];
  const left = strip(expr.left);
  return [left, ...below(left)];
}

function isOfTwoTimes(expr: Expr): expr is Binary {
  if (expr.type !== 'Binary' || (expr.op !== '/' && expr.op !== '-')) return false;
  return (commonOffset(expr.right) ?? 0) > 0 && (commonOffset(expr.left) ?? 0) === 0 && selectors(expr.left).length > 0;
}

/** How long before its evaluation a query reads, in seconds: of `x offset 2h` 7200. 0 of one that reads several times. */
export function readsBack(expr: Expr): number {
  return Math.max(0, commonOffset(expr) ?? 0) / 1000;
}

/** The offset of all selectors; undefined when they differ, or there are none. */
function commonOffset(expr: Expr): number | undefined {
  const offsets = new Set(selectors(expr).map(({ offsetMs }) => offsetMs ?? 0));
  return offsets.size === 1 ? [...offsets][0] : undefined;
}

function windowOf(expr: Expr): number | undefined {
  let longestMs = 0;
  walk(expr, (node) => {
    if (node.type === 'MatrixSelector' || node.type === 'Subquery') longestMs = Math.max(longestMs, node.rangeMs);
  });
  return longestMs === 0 ? undefined : longestMs / 1000;
}

function calls(expr: Expr, names: ReadonlySet<string>): boolean {
  let found = false;
  walk(expr, (node) => {
    found ||= node.type === 'Call' && names.has(node.func);
  });
  return found;
}
