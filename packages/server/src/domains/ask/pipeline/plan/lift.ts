import { build, type Expr, selectors, type VectorSelector } from '@locum/promql';
import type { CatalogSnapshot } from '../../../catalog/index.ts';
import type { InfoJoin } from '../ground/info-join.ts';
import type { Measure } from '../ground/measure.ts';
import type { MatcherSpec } from '../ground/outcomes.ts';
import { joinInfo } from './join-info.ts';
import { isCounter, labelsIn, withModifiers } from './selectors.ts';
import { sharedLabels } from './sides.ts';

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
  /** Put around every leaf, for labels that it has not itself. */
  readonly joined?: InfoJoin;
}

const RANGE_FUNCTIONS = new Set(['rate', 'increase', 'irate', 'delta', 'deriv', 'changes', 'resets', 'predict_linear']);
/** Measures are written with this window; it stands for the one that is asked, or for the default. */
const WRITTEN_WINDOW_MS = 300_000;

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
        rangeMs: context.windowAsked || expr.rangeMs === WRITTEN_WINDOW_MS ? context.windowMs : expr.rangeMs,
      };
    case 'Subquery':
      return { ...expr, expr: liftNode(expr.expr, context, true) };
    case 'Paren':
    case 'Unary':
      return { ...expr, expr: liftNode(expr.expr, context, merged) };
    case 'Call':
      return liftCall(expr, context, merged);
    case 'Aggregate':
      return liftAggregate(expr, context);
    case 'Binary':
      return liftBinary(expr, context, merged);
    default:
      return expr;
  }
}

/** The grouping goes to the outermost aggregation; what it aggregates stays as it is. */
function liftAggregate(expr: Extract<Expr, { type: 'Aggregate' }>, context: Lift): Expr {
  const countsSeries = expr.op === 'count' || expr.op === 'group';
  const counters = countsSeries ? 'raw' : context.counters;
  const inner = liftNode(expr.expr, { ...context, grouping: NATURAL, counters }, true);
  if (expr.grouping && context.grouping.kind === 'natural') return { ...expr, expr: inner };
  const asked = context.grouping.kind === 'by' ? context.grouping.labels : (context.keys ?? []);
  // `count_values("broker", …)` makes the label itself.
  const made = expr.param?.type === 'StringLiteral' ? expr.param.value : undefined;
  const labels = asked.filter((label) => label !== made);
  const op = context.summed && expr.op === 'avg' ? 'sum' : expr.op;
  return { ...expr, op, expr: inner, grouping: labels.length > 0 ? { kind: 'by', labels } : undefined };
}

function liftCall(expr: Extract<Expr, { type: 'Call' }>, context: Lift, merged: boolean): Expr {
  const ranged = RANGE_FUNCTIONS.has(expr.func) || expr.func.endsWith('_over_time');
  const bare = expr.args[0];
  const args =
    RANGE_FUNCTIONS.has(expr.func) && bare?.type === 'VectorSelector'
      ? [build.range(withModifiers(bare, context), context.windowMs), ...expr.args.slice(1)]
      : expr.args.map((arg) => liftNode(arg, ranged ? { ...context, grouping: NATURAL } : context, merged || ranged));
  const isLeaf = args.some((arg) => arg.type === 'MatrixSelector');
  const lifted = isLeaf ? joinInfo({ ...expr, args }, context.joined, context) : { ...expr, args };
  return ranged && !merged ? merge(lifted, context, labelsOf(expr, context)) : lifted;
}

function liftSelector(expr: VectorSelector, context: Lift, merged: boolean): Expr {
  const selector = withModifiers(expr, context);
  const series =
    isCounter(expr.name, context.snapshot) && context.counters !== 'raw'
      ? build.call(context.counters, build.range(selector, context.windowMs))
      : selector;
  const leaf = joinInfo(series, context.joined, context);
  return merged ? leaf : merge(leaf, context, labelsOf(expr, context));
}

/** Labels of the series that the expression reads, with those that are joined; none of what reads none. */
function labelsOf(expr: Expr, { snapshot, joined }: Lift): ReadonlySet<string> {
  const own = labelsIn(expr, snapshot);
  return joined && own.size > 0 ? new Set([...own, ...joined.labels]) : own;
}

function merge(leaf: Expr, context: Lift, available: ReadonlySet<string>): Expr {
  if (context.grouping.kind === 'natural') return leaf;
  const labels = context.grouping.labels.filter((label) => available.has(label));
  return build.aggregate(context.combine, leaf, labels.length > 0 ? { kind: 'by', labels } : undefined);
}

const ARITHMETIC = new Set(['/', '*', '+', '-', '%']);

function liftBinary(expr: Extract<Expr, { type: 'Binary' }>, context: Lift, merged: boolean): Expr {
  const isOpen = ARITHMETIC.has(expr.op) && !merged && !expr.matching;
  if (isOpen && context.grouping.kind === 'by') return liftJoined(expr, context);
  if (!merged && losesMatched(expr, context.grouping))
    return merge(lift(expr, { ...context, grouping: NATURAL }), context, labelsOf(expr, context));
  const inner = isOpen ? sharedGrouping(expr, context) : context;
  const ofWhole = { ...inner, filters: filtersOfWhole(expr, inner.filters) };
  return { ...expr, left: liftNode(expr.left, inner, merged), right: liftNode(expr.right, ofWhole, merged) };
}

/** "internal errors" of `errors / all` picks among the errors, and leaves the whole as it is. */
function filtersOfWhole(expr: Extract<Expr, { type: 'Binary' }>, filters: Lift['filters']): Lift['filters'] {
  if (expr.op !== '/') return filters;
  const [part] = selectors(expr.left);
  const [whole] = selectors(expr.right);
  if (!part || !whole || part.name !== whole.name) return filters;
  const tells = (selector: VectorSelector, label: string) =>
    selector.matchers.some((matcher) => matcher.label === label);
  return filters.filter(({ label }) => !(tells(part, label) && !tells(whole, label)));
}

/** Merging the sides by these labels would drop labels that they are matched by: they are merged after. */
function losesMatched({ matching, op }: Extract<Expr, { type: 'Binary' }>, grouping: Grouping): boolean {
  if (grouping.kind === 'natural' || !matching || !ARITHMETIC.has(op)) return false;
  return matching.kind === 'ignoring' || !matching.labels.every((label) => grouping.labels.includes(label));
}

/** Sides whose series are labelled differently only match when both are merged by what they share. */
function sharedGrouping(expr: Extract<Expr, { type: 'Binary' }>, context: Lift): Lift {
  const shared = sharedLabels(expr, context.snapshot);
  if (!shared) return context;
  const labels = context.keys ? shared.filter((label) => context.keys?.includes(label)) : shared;
  return { ...context, grouping: { kind: 'by', labels }, combine: summable(context.combine) };
}

/** The parts of a quotient are added up; only what is read alone is averaged. */
function summable(combine: Lift['combine']): Lift['combine'] {
  return combine === 'avg' ? 'sum' : combine;
}

/** Both sides by the same labels; where one side does not know a label, the other is matched to it many to one. */
function liftJoined(expr: Extract<Expr, { type: 'Binary' }>, context: Lift): Expr {
  const wanted = context.grouping.kind === 'by' ? context.grouping.labels : [];
  const inner = { ...context, combine: summable(context.combine) };
  const ofWhole = { ...inner, filters: filtersOfWhole(expr, inner.filters) };
  const lifted = { ...expr, left: liftNode(expr.left, inner, false), right: liftNode(expr.right, ofWhole, false) };
  const known = (side: Expr) => {
    const labels = labelsOf(side, context);
    return labels.size === 0 ? undefined : wanted.filter((label) => labels.has(label));
  };
  const [left, right] = [known(expr.left), known(expr.right)];
  if (!left || !right || left.length === right.length) return lifted;
  const group = left.length > right.length ? ('left' as const) : ('right' as const);
  return { ...lifted, matching: { kind: 'on', labels: group === 'left' ? right : left, group, include: [] } };
}
