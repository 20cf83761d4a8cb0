import type { Binary, Expr, VectorMatching } from '../ast.ts';
import { isSetOperator } from '../ast.ts';
import type { LabelFacts } from '../metric-catalog.ts';
import { valueType } from '../value-type.ts';
import { bare, type Context, type KnownMetric, type Rule } from './context.ts';
import { mayHave, type OutputLabels, outputLabels } from './output-labels.ts';

/** Two sides whose label sets differ by construction find no partners without on, ignoring or a group modifier. */
export const labelsNeverMatch: Rule = (node, context) => {
  if (!isVectorBinary(node) || node.op === 'or') return;
  const left = outputLabels(node.left, context);
  const right = outputLabels(node.right, context);
  if (node.matching === undefined) return compareWhole(node, left, right, context);
  if (node.matching.kind === 'on') compareOn(node, node.matching, left, right, context);
};

function isVectorBinary(node: Expr): node is Binary {
  return node.type === 'Binary' && valueType(node.left) === 'vector' && valueType(node.right) === 'vector';
}

function compareWhole(node: Binary, left: OutputLabels, right: OutputLabels, context: Context): void {
  // One side is often a plain vector(0) or time-based value without labels, matched on purpose with on().
  const missing = missingOn(left, right, node.left, node.right, context);
  if (missing === undefined) {
    reportForeignLabel(node, context);
    return;
  }
  const { label, side } = missing;
  const other = side === 'left' ? 'right' : 'left';
  const advice = isSetOperator(node.op)
    ? 'Add on(…) with the labels both sides share.'
    : `Aggregate both sides by the same labels, or match with on(…) and group_${other} if the ${other} side has more.`;
  const message = `The ${other} side has the label ${label}, the ${side} side cannot have it, so ${node.op} finds no pairs. ${advice}`;
  context.report(node, 'labels-never-match', 'warning', message);
}

/** Two plain metrics of which one has a label, by the catalog, that the other never has. */
function reportForeignLabel(node: Binary, context: Context): void {
  const left = plainMetric(node.left, context);
  const right = plainMetric(node.right, context);
  if (left?.labels === undefined || right?.labels === undefined || left.name === right.name) return;
  // Only a catalog that has counted the series has also seen all their labels.
  if (left.seriesCount === undefined || right.seriesCount === undefined) return;
  const own = findForeign(left.labels, right.labels) ?? findForeign(right.labels, left.labels);
  if (own === undefined) return;
  const [has, lacks] = left.labels.has(own) ? [left.name, right.name] : [right.name, left.name];
  const message = `${has} has the label ${own}, ${lacks} does not, so ${node.op} finds no pairs unless ${own} is empty. Match with on(…), or aggregate both sides by the labels they share.`;
  context.report(node, 'labels-never-match', 'warning', message);
}

function plainMetric(expr: Expr, context: Context): KnownMetric | undefined {
  const inner = bare(expr);
  const arg =
    inner.type === 'Call' && inner.func !== 'label_replace' && inner.func !== 'label_join' ? inner.args[0] : undefined;
  const subject = arg?.type === 'MatrixSelector' ? arg.selector : (arg ?? inner);
  return subject.type === 'VectorSelector' ? context.metric(subject) : undefined;
}

function findForeign(
  from: ReadonlyMap<string, LabelFacts>,
  others: ReadonlyMap<string, LabelFacts>,
): string | undefined {
  for (const [label, facts] of from) if (!others.has(label) && facts.complete) return label;
  return undefined;
}

interface MissingLabel {
  readonly label: string;
  readonly side: 'left' | 'right';
}

function missingOn(
  left: OutputLabels,
  right: OutputLabels,
  leftExpr: Expr,
  rightExpr: Expr,
  context: Context,
): MissingLabel | undefined {
  const fromLeft = certainLabels(leftExpr, left, context).find(
    (label) => !mayHave(right, label) && isShaped(right, label),
  );
  if (fromLeft !== undefined) return { label: fromLeft, side: 'right' };
  const fromRight = certainLabels(rightExpr, right, context).find(
    (label) => !mayHave(left, label) && isShaped(left, label),
  );
  return fromRight === undefined ? undefined : { label: fromRight, side: 'left' };
}

function isShaped(labels: OutputLabels, label: string): boolean {
  return labels.shaped || labels.dropped.has(label);
}

/** Labels that every series of the result has: those an aggregation keeps, or that scraped series always carry. */
function certainLabels(expr: Expr, labels: OutputLabels, context: Context): readonly string[] {
  const inner = bare(expr);
  if (inner.type === 'VectorSelector') {
    const scraped = context.metric(inner)?.name.includes(':') === false;
    return scraped && inner.name !== undefined ? ['instance'] : [];
  }
  if (
    inner.type === 'Call' &&
    !['label_replace', 'label_join', 'vector', 'absent', 'absent_over_time', 'info'].includes(inner.func)
  ) {
    const subject = inner.args.find((arg) => valueType(arg) === 'vector' || valueType(arg) === 'matrix');
    return subject === undefined ? [] : certainLabels(subject, labels, context);
  }
  if (inner.type === 'MatrixSelector') return certainLabels(inner.selector, labels, context);
  if (inner.type === 'Aggregate' && inner.grouping?.kind === 'by') {
    // A label an aggregation keeps may still be missing from all series; an inner structural drop proves it is.
    return inner.grouping.labels.filter((label) => mayHave(labels, label));
  }
  return [];
}

function compareOn(
  node: Binary,
  matching: VectorMatching,
  left: OutputLabels,
  right: OutputLabels,
  context: Context,
): void {
  const lost = matching.labels.find(
    (label) => (isGone(left, label) && !isGone(right, label)) || (isGone(right, label) && !isGone(left, label)),
  );
  const nobody = matching.labels.find((label) => !mayHave(left, label) && !mayHave(right, label));
  if (nobody !== undefined) {
    const message = `Neither side has the label ${nobody}, so on(${matching.labels.join(', ')}) does not tell their series apart. Check its spelling.`;
    context.report(node, 'labels-never-match', 'warning', message);
    return;
  }
  if (lost !== undefined) {
    const side = isGone(left, lost) ? 'left' : 'right';
    const message = `on(${lost}) cannot match: the aggregation on the ${side} side drops ${lost}. Keep it in the grouping or leave it out of on().`;
    context.report(node, 'labels-never-match', 'warning', message);
    return;
  }
  if (isSetOperator(node.op)) return;
  reportIncluded(node, matching, matching.group === 'left' ? right : left, context);
  reportRisk(node, matching, left, right, context);
}

/** `group_left(version)` takes over a label that the one side has dropped. */
function reportIncluded(node: Binary, matching: VectorMatching, one: OutputLabels, context: Context): void {
  const missing = matching.include.find((label) => isGone(one, label));
  if (missing === undefined) return;
  const message = `group_${matching.group}(${missing}) finds nothing to take over: the aggregation on that side drops ${missing}. Keep it in the grouping.`;
  context.report(node, 'missing-grouping-label', 'warning', message);
}

/** Gone by the query's own doing, not merely unknown to the catalog. */
function isGone(labels: OutputLabels, label: string): boolean {
  return !mayHave(labels, label) && isShaped(labels, label);
}

function reportRisk(
  node: Binary,
  matching: VectorMatching,
  left: OutputLabels,
  right: OutputLabels,
  context: Context,
): void {
  const oneSides = matching.group === 'left' ? [right] : matching.group === 'right' ? [left] : [left, right];
  for (const side of oneSides) {
    const where = side === left ? 'left' : 'right';
    const crowded = isCrowded(side === left ? node.left : node.right, matching.labels, context);
    const extra = extraLabels(side, matching.labels);
    if (extra.length === 0 && !crowded) continue;
    const which = extra.length === 0 ? 'has more series than such groups' : `also has ${extra.join(', ')}`;
    const message = `Each group of on(${matching.labels.join(', ')}) may hold only one series on the ${where} side, which ${which}; with several the query fails. Aggregate them away, add them to on(), or use group_left or group_right.`;
    context.report(node, 'many-to-many-risk', matching.group === undefined && !crowded ? 'info' : 'warning', message);
    return;
  }
}

/** More series than combinations of the labels of on(): some group must hold several. */
function isCrowded(expr: Expr, on: readonly string[], context: Context): boolean {
  const inner = bare(expr);
  const arg = inner.type === 'Call' ? inner.args[0] : undefined;
  const subject = arg?.type === 'MatrixSelector' ? arg.selector : inner;
  if (subject.type !== 'VectorSelector' || subject.matchers.length > 0) return false;
  const metric = context.metric(subject);
  if (metric?.seriesCount === undefined || metric.labels === undefined) return false;
  const groups = on.reduce((product, label) => product * (1 + (metric.labels?.get(label)?.distinct ?? 0)), 1);
  return metric.seriesCount > groups;
}

function extraLabels(side: OutputLabels, on: readonly string[]): string[] {
  if (side.only === undefined || !side.shaped) return [];
  return [...side.only].filter((label) => !on.includes(label));
}

/** Grouping by something an inner aggregation, or the metric, does not have. */
export const missingGroupingLabel: Rule = (node, context) => {
  if (node.type !== 'Aggregate' || node.grouping?.kind !== 'by') return;
  const inner = outputLabels(node.expr, context);
  const missing = node.grouping.labels.filter((label) => !mayHave(inner, label) && label !== '__name__');
  const first = missing[0];
  if (first === undefined) return;
  const dropped = isShaped(inner, first);
  const why = dropped ? 'the aggregation inside drops it' : 'the metric has no such label';
  const message = `Grouping by ${missing.join(', ')} has no effect: ${why}. Keep it inside, or group by another label.`;
  context.report(node, 'missing-grouping-label', 'warning', message);
};
