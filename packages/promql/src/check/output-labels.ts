import type { Aggregate, Binary, Call, Expr, VectorSelector } from '../ast.ts';
import { valueType } from '../value-type.ts';
import type { Context } from './context.ts';

/**
 * Labels the result of an expression may carry. `only` is an upper bound (undefined: any label); `dropped` are labels
 * it certainly lacks. `shaped` tells that the bound comes from the query's own aggregations, not from a catalog.
 */
export interface OutputLabels {
  readonly only: ReadonlySet<string> | undefined;
  readonly dropped: ReadonlySet<string>;
  readonly shaped: boolean;
}

const NONE: ReadonlySet<string> = new Set();
const ANY: OutputLabels = { only: undefined, dropped: NONE, shaped: false };
const NO_LABELS: OutputLabels = { only: NONE, dropped: NONE, shaped: true };

export function outputLabels(expr: Expr, context: Context): OutputLabels {
  const known = memo.get(context) ?? new Map<Expr, OutputLabels>();
  memo.set(context, known);
  const cached = known.get(expr);
  if (cached !== undefined) return cached;
  const labels = computeLabels(expr, context);
  known.set(expr, labels);
  return labels;
}

// Rules ask at every level of the tree; each level is worked out once a check.
const memo = new WeakMap<Context, Map<Expr, OutputLabels>>();

function computeLabels(expr: Expr, context: Context): OutputLabels {
  switch (expr.type) {
    case 'NumberLiteral':
    case 'StringLiteral':
      return NO_LABELS;
    case 'VectorSelector':
      return selectorLabels(expr, context);
    case 'MatrixSelector':
      return selectorLabels(expr.selector, context);
    case 'Subquery':
    case 'Paren':
    case 'Unary':
      return outputLabels(expr.expr, context);
    case 'Aggregate':
      return aggregateLabels(expr, context);
    case 'Call':
      return callLabels(expr, context);
    case 'Binary':
      return binaryLabels(expr, context);
  }
}

/** May the result carry this label? */
export function mayHave(labels: OutputLabels, label: string): boolean {
  return !labels.dropped.has(label) && (labels.only === undefined || labels.only.has(label));
}

function selectorLabels(selector: VectorSelector, context: Context): OutputLabels {
  const known = context.metric(selector)?.labels;
  if (known === undefined) return ANY;
  return {
    only: new Set([...known.keys(), ...selector.matchers.map((one) => one.label)]),
    dropped: NONE,
    shaped: false,
  };
}

function aggregateLabels(expr: Aggregate, context: Context): OutputLabels {
  const inner = outputLabels(expr.expr, context);
  if (['topk', 'bottomk', 'limitk', 'limit_ratio'].includes(expr.op)) return inner;
  const kept = groupedLabels(expr, inner);
  if (expr.op !== 'count_values' || expr.param?.type !== 'StringLiteral') return kept;
  return add(kept, [expr.param.value]);
}

function groupedLabels(expr: Aggregate, inner: OutputLabels): OutputLabels {
  const { grouping } = expr;
  if (grouping === undefined) return NO_LABELS;
  if (grouping.kind === 'without') return drop(inner, grouping.labels);
  return { only: new Set(grouping.labels.filter((label) => mayHave(inner, label))), dropped: NONE, shaped: true };
}

function callLabels(call: Call, context: Context): OutputLabels {
  const subject = call.args.find((arg) => valueType(arg) === 'vector' || valueType(arg) === 'matrix');
  if (subject === undefined || call.func === 'scalar') return NO_LABELS;
  if (call.func === 'info' || call.func.startsWith('absent')) return ANY;
  const inner = outputLabels(subject, context);
  if (call.func === 'histogram_quantile' || call.func === 'histogram_fraction') return drop(inner, ['le']);
  if (call.func === 'label_replace' || call.func === 'label_join') {
    const target = call.args[1];
    return target?.type === 'StringLiteral' ? add(inner, [target.value]) : ANY;
  }
  return inner;
}

function binaryLabels(expr: Binary, context: Context): OutputLabels {
  const leftIsScalar = valueType(expr.left) === 'scalar';
  const rightIsScalar = valueType(expr.right) === 'scalar';
  if (rightIsScalar) return outputLabels(expr.left, context);
  const right = outputLabels(expr.right, context);
  if (leftIsScalar) return right;
  const left = outputLabels(expr.left, context);
  if (expr.op === 'or') return union(left, right);
  if (expr.op === 'and' || expr.op === 'unless') return left;
  const { matching } = expr;
  if (matching?.group === 'left') return add(left, matching.include);
  if (matching?.group === 'right') return add(right, matching.include);
  if (matching?.kind === 'on') return { only: new Set(matching.labels), dropped: NONE, shaped: true };
  return matching === undefined ? left : drop(left, matching.labels);
}

function add(labels: OutputLabels, more: readonly string[]): OutputLabels {
  const dropped = new Set([...labels.dropped].filter((label) => !more.includes(label)));
  const only = labels.only === undefined ? undefined : new Set([...labels.only, ...more]);
  return { only, dropped, shaped: labels.shaped };
}

function drop(labels: OutputLabels, less: readonly string[]): OutputLabels {
  const only = labels.only === undefined ? undefined : new Set([...labels.only].filter((one) => !less.includes(one)));
  return { only, dropped: new Set([...labels.dropped, ...less]), shaped: labels.shaped };
}

function union(left: OutputLabels, right: OutputLabels): OutputLabels {
  const dropped = new Set([...left.dropped].filter((label) => right.dropped.has(label)));
  const only = left.only === undefined || right.only === undefined ? undefined : new Set([...left.only, ...right.only]);
  return { only, dropped, shaped: left.shaped && right.shaped };
}
