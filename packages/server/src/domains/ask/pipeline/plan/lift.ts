import { build, type Expr, type Matcher, type VectorSelector } from '@locum/promql';
import type { CatalogSnapshot } from '../../../catalog/index.ts';
import type { Measure } from '../ground/measure.ts';
import type { MatcherSpec } from '../ground/outcomes.ts';

/** How series are merged: left as they are, or by these labels (none = one number). */
export type Grouping = { readonly kind: 'natural' } | { readonly kind: 'by'; readonly labels: readonly string[] };

export const NATURAL: Grouping = { kind: 'natural' };

/** What turns a measure into a query: the parts of a question that every leaf shares. */
export interface Lift {
  readonly snapshot: CatalogSnapshot;
  readonly filters: readonly MatcherSpec[];
  readonly grouping: Grouping;
  readonly counters: 'rate' | 'increase' | 'raw';
  readonly windowMs: number;
  /** The question named the window, so that it replaces those written in the measure. */
  readonly windowAsked: boolean;
  readonly offsetMs?: number;
  readonly combine: Measure['combine'];
  readonly keys?: readonly string[];
  /** "all cores added up": a mean becomes a sum. */
  readonly summed?: boolean;
}

const RANGE_FUNCTIONS = new Set(['rate', 'increase', 'irate', 'delta', 'deriv', 'changes', 'resets', 'predict_linear']);
const TARGET = new Set(['instance', 'job', 'pod', 'namespace', 'container', 'node']);

/** The measure's expression with windows, filters, groupings and offset put to every leaf. */
export function lift(expr: Expr, context: Lift): Expr {
  return liftNode(expr, context, false);
}

function liftNode(expr: Expr, context: Lift, merged: boolean): Expr {
  switch (expr.type) {
    case 'VectorSelector':
      return liftSelector(expr, context, merged);
    case 'MatrixSelector':
      return {
        ...expr,
        selector: withModifiers(expr.selector, context),
        rangeMs: context.windowAsked || expr.rangeMs === 300_000 ? context.windowMs : expr.rangeMs,
      };
    case 'Subquery':
      return { ...expr, expr: liftNode(expr.expr, context, true) };
    case 'Paren':
    case 'Unary':
      return { ...expr, expr: liftNode(expr.expr, context, merged) };
    case 'Call':
      return liftCall(expr, context, merged);
    case 'Aggregate': {
      const inner = liftNode(
        expr.expr,
        {
          ...context,
          grouping: NATURAL,
          ...((expr.op === 'count' || expr.op === 'group') && { counters: 'raw' as const }),
        },
        true,
      );
      const labels = context.grouping.kind === 'by' ? context.grouping.labels : (context.keys ?? []);
      if (expr.grouping && context.grouping.kind === 'natural') return { ...expr, expr: inner };
      const op = context.summed && expr.op === 'avg' ? 'sum' : expr.op;
      return { ...expr, op, expr: inner, grouping: labels.length > 0 ? { kind: 'by', labels } : undefined };
    }
    case 'Binary':
      return liftBinary(expr, context, merged);
    default:
      return expr;
  }
}

function liftCall(expr: Extract<Expr, { type: 'Call' }>, context: Lift, merged: boolean): Expr {
  const ranged = RANGE_FUNCTIONS.has(expr.func) || expr.func.endsWith('_over_time');
  const bare = expr.args[0];
  const args =
    RANGE_FUNCTIONS.has(expr.func) && bare?.type === 'VectorSelector'
      ? [build.range(withModifiers(bare, context), context.windowMs), ...expr.args.slice(1)]
      : expr.args.map((arg) => liftNode(arg, ranged ? { ...context, grouping: NATURAL } : context, merged || ranged));
  const lifted: Expr = { ...expr, args };
  return ranged && !merged ? merge(lifted, context, labelsIn(expr, context.snapshot)) : lifted;
}

function liftSelector(expr: VectorSelector, context: Lift, merged: boolean): Expr {
  const selector = withModifiers(expr, context);
  const leaf =
    isCounter(expr.name, context.snapshot) && context.counters !== 'raw'
      ? build.call(context.counters, build.range(selector, context.windowMs))
      : selector;
  return merged ? leaf : merge(leaf, context, labelsIn(expr, context.snapshot));
}

function merge(leaf: Expr, context: Lift, available: ReadonlySet<string>): Expr {
  if (context.grouping.kind === 'natural') return leaf;
  const labels = context.grouping.labels.filter((label) => available.has(label));
  return build.aggregate(context.combine, leaf, labels.length > 0 ? { kind: 'by', labels } : undefined);
}

function liftBinary(expr: Extract<Expr, { type: 'Binary' }>, context: Lift, merged: boolean): Expr {
  const arithmetic = ['/', '*', '+', '-', '%'].includes(expr.op);
  if (arithmetic && !merged && context.grouping.kind === 'by' && !expr.matching) return liftJoined(expr, context);
  if (!arithmetic || merged || context.grouping.kind === 'by' || expr.matching) {
    return { ...expr, left: liftNode(expr.left, context, merged), right: liftNode(expr.right, context, merged) };
  }
  const left = sides(expr.left, context.snapshot);
  const right = sides(expr.right, context.snapshot);
  if (left && right && !sameShape(left, right)) {
    const shared = [...left.labels].filter(
      (label) => right.labels.has(label) && left.fixed.get(label) === right.fixed.get(label) && !left.fixed.has(label),
    );
    const grouping: Grouping = {
      kind: 'by',
      labels: context.keys ? shared.filter((label) => context.keys?.includes(label)) : shared,
    };
    const inner = { ...context, grouping, combine: context.combine === 'avg' ? ('sum' as const) : context.combine };
    return { ...expr, left: liftNode(expr.left, inner, false), right: liftNode(expr.right, inner, false) };
  }
  return { ...expr, left: liftNode(expr.left, context, false), right: liftNode(expr.right, context, false) };
}

/** Both sides by the same labels; where one side does not know a label, the other is matched to it many to one. */
function liftJoined(expr: Extract<Expr, { type: 'Binary' }>, context: Lift): Expr {
  const wanted = context.grouping.kind === 'by' ? context.grouping.labels : [];
  const inner = context.combine === 'avg' ? { ...context, combine: 'sum' as const } : context;
  const lifted = { ...expr, left: liftNode(expr.left, inner, false), right: liftNode(expr.right, inner, false) };
  const known = (side: Expr) => {
    const labels = labelsIn(side, context.snapshot);
    return labels.size === 0 ? undefined : wanted.filter((label) => labels.has(label));
  };
  const [left, right] = [known(expr.left), known(expr.right)];
  if (!left || !right || left.length === right.length) return lifted;
  const group = left.length > right.length ? ('left' as const) : ('right' as const);
  return { ...lifted, matching: { kind: 'on', labels: group === 'left' ? right : left, group, include: [] } };
}

interface Side {
  readonly labels: ReadonlySet<string>;
  readonly fixed: ReadonlyMap<string, string>;
}

/** Labels of the series a side yields, and those its own matchers pin; nothing for scalars and aggregations. */
function sides(expr: Expr, snapshot: CatalogSnapshot): Side | undefined {
  if (expr.type === 'Paren' || expr.type === 'Unary') return sides(expr.expr, snapshot);
  if (expr.type === 'VectorSelector') {
    return {
      labels: labelsIn(expr, snapshot),
      fixed: new Map(
        expr.matchers.filter((matcher) => matcher.op === '=').map((matcher) => [matcher.label, matcher.value]),
      ),
    };
  }
  if (expr.type === 'Binary') {
    const left = sides(expr.left, snapshot);
    const right = sides(expr.right, snapshot);
    if (!left || !right) return left ?? right;
    return sameShape(left, right)
      ? left
      : { labels: new Set([...left.labels].filter((label) => right.labels.has(label))), fixed: new Map() };
  }
  return undefined;
}

function sameShape(a: Side, b: Side): boolean {
  if (a.labels.size !== b.labels.size) return false;
  for (const label of a.labels) if (!b.labels.has(label) || a.fixed.get(label) !== b.fixed.get(label)) return false;
  return true;
}

export function labelsIn(expr: Expr, snapshot: CatalogSnapshot): Set<string> {
  const labels = new Set<string>();
  const visit = (node: Expr): void => {
    if (node.type === 'VectorSelector')
      for (const label of snapshot.metric(node.name ?? '')?.labels.keys() ?? []) labels.add(label);
    else if (node.type === 'MatrixSelector') visit(node.selector);
    else if (node.type === 'Call') node.args.forEach(visit);
    else if (node.type === 'Binary') [node.left, node.right].forEach(visit);
    else if ('expr' in node) visit(node.expr);
  };
  visit(expr);
  return labels;
}

/** Counters, and the sum and count series of histograms and summaries. */
export function isCounter(name: string | undefined, snapshot: CatalogSnapshot): boolean {
  const facts = name === undefined ? undefined : snapshot.metric(name);
  return (
    facts !== undefined &&
    (facts.type === 'counter' || facts.role === 'bucket' || facts.role === 'sum' || facts.role === 'count')
  );
}

/** The selector with the question's filters (those its metric has a label for) and offset. */
export function withModifiers(
  selector: VectorSelector,
  context: Pick<Lift, 'snapshot' | 'filters' | 'offsetMs'>,
): VectorSelector {
  const facts = context.snapshot.metric(selector.name ?? '');
  const added: Matcher[] = context.filters
    .filter(
      (filter) =>
        (facts === undefined || facts.labels.has(filter.label)) &&
        !selector.matchers.some((matcher) => matcher.label === filter.label && matcher.op === '='),
    )
    .map((filter) => build.matcher(filter.label, filter.op, filter.value));
  return {
    ...selector,
    matchers: [...selector.matchers, ...added],
    ...(context.offsetMs ? { offsetMs: context.offsetMs } : {}),
  };
}

export function isTargetLabel(label: string): boolean {
  return TARGET.has(label);
}
