import type { Aggregate, Call, Expr, VectorSelector } from '../ast.ts';
import { call as makeCall, range } from '../build.ts';
import { selectors, walk } from '../walk.ts';
import { type Context, constantOf, isCounter, type KnownMetric, type Rule } from './context.ts';
import { mayHave, outputLabels } from './output-labels.ts';
import { replaceNode } from './replace.ts';

/** The `le` label must survive until histogram_quantile. */
export const quantileWithoutLe: Rule = (node, context) => {
  if (!isQuantile(node)) return;
  const buckets = node.args[1];
  if (buckets === undefined || !usesClassicBuckets(buckets, context)) return;
  const labels = outputLabels(buckets, context);
  if (mayHave(labels, 'le') || (!labels.shaped && !labels.dropped.has('le'))) return;
  const message =
    'histogram_quantile() needs the label le to tell the buckets apart, but the aggregation drops it. Add le to the grouping.';
  const dropper = findDropper(buckets);
  const change =
    dropper === undefined
      ? undefined
      : {
          description: 'le added to the grouping',
          replace: node as Expr,
          by: replaceNode(node, dropper, keepLe(dropper)),
        };
  context.report(buckets, 'quantile-without-le', 'error', message, change);
};

function isQuantile(node: Expr): node is Call {
  return node.type === 'Call' && node.func === 'histogram_quantile';
}

function usesClassicBuckets(expr: Expr, context: Context): boolean {
  return selectors(expr).some((selector) => {
    // Recording rules keep the word in the middle: job:request_seconds_bucket:rate5m.
    return context.metric(selector)?.role === 'bucket' || /_bucket(?::|$)/.test(selector.name ?? '');
  });
}

function findDropper(expr: Expr): Aggregate | undefined {
  let found: Aggregate | undefined;
  walk(expr, (node) => {
    if (node.type !== 'Aggregate' || found !== undefined) return;
    const { grouping } = node;
    const keeps = grouping !== undefined && (grouping.kind === 'by') === grouping.labels.includes('le');
    if (!keeps) found = node;
  });
  return found;
}

function keepLe(aggregate: Aggregate): Aggregate {
  const { grouping } = aggregate;
  if (grouping?.kind !== 'without')
    return { ...aggregate, grouping: { kind: 'by', labels: [...(grouping?.labels ?? []), 'le'] } };
  return { ...aggregate, grouping: { kind: 'without', labels: grouping.labels.filter((label) => label !== 'le') } };
}

/** histogram_quantile over something that has no buckets. */
export const quantileNotHistogram: Rule = (node, context) => {
  if (!isQuantile(node)) return;
  const argument = node.args[1];
  if (argument === undefined) return;
  const subjects = selectors(argument);
  const wrong = subjects.filter((selector) => lacksBuckets(selector, context));
  const first = wrong[0];
  if (first === undefined || wrong.length < subjects.length) return;
  const sibling = bucketSibling(first, context);
  const advice =
    sibling === undefined ? 'Use a histogram, or quantile() for the spread across series.' : `Use ${sibling}.`;
  const change =
    sibling === undefined
      ? undefined
      : {
          description: `${first.name} replaced by ${sibling}`,
          replace: node as Expr,
          by: replaceNode(node, first, { ...first, name: sibling }),
        };
  context.report(first, 'quantile-not-histogram', 'error', `${first.name} has no histogram buckets. ${advice}`, change);
};

function lacksBuckets(selector: VectorSelector, context: Context): boolean {
  if (selector.name === undefined || selector.matchers.some((matcher) => matcher.label === 'le')) return false;
  const metric = context.metric(selector);
  if (metric === undefined || /_bucket(?::|$)/.test(metric.name)) return false;
  if (metric.source === 'catalog') {
    if (metric.type === 'native_histogram' || metric.role === 'bucket') return false;
    return metric.role !== 'value' || !(metric.labels?.has('le') ?? false);
  }
  return /_(?:total|sum|count|info|ratio)$/.test(metric.name) && !(metric.labels?.has('le') ?? false);
}

function bucketSibling(selector: VectorSelector, context: Context): string | undefined {
  const stem = (selector.name ?? '').replace(/_(?:sum|count|total)$/, '');
  const { catalog } = context.options;
  const candidate = `${stem}_bucket`;
  if (catalog !== undefined) return catalog.metric(candidate) === undefined ? undefined : candidate;
  return /_(?:sum|count)$/.test(selector.name ?? '') ? candidate : undefined;
}

/** Quantiles over the totals since the last restart. */
export const quantileWithoutRate: Rule = (node, context, ancestors) => {
  if (node.type !== 'VectorSelector' || ancestors.at(-1)?.type === 'MatrixSelector') return;
  const metric = context.metric(node);
  const native = metric?.type === 'native_histogram';
  if (metric === undefined || !(metric.role === 'bucket' || native)) return;
  const calls = ancestors.filter((one): one is Call => one.type === 'Call');
  if (!calls.some((one) => one.func === 'histogram_quantile') || calls.some(isRanged)) return;
  // Gauge histograms have buckets too; only a catalog or a `le` family counts as a cumulative one.
  const message = `histogram_quantile() over the raw buckets of ${metric.name} covers everything since the last restart. Use rate(${metric.name}[5m]).`;
  context.report(node, 'quantile-without-rate', 'warning', message, {
    description: 'rate() over 5 minutes added',
    replace: node,
    by: makeCall('rate', range(node, 300_000)),
  });
};

function isRanged(call: Call): boolean {
  return ['rate', 'irate', 'increase', 'delta', 'sum_over_time', 'avg_over_time', 'last_over_time'].includes(call.func);
}

/** Summing buckets without `le` counts every observation once for each bucket it fits. */
export const dropsLe: Rule = (node, context, ancestors) => {
  if (node.type !== 'Aggregate' || !['sum', 'avg', 'max', 'min'].includes(node.op)) return;
  if (ancestors.some(isQuantile) || isGuard(ancestors)) return;
  const buckets = selectors(node.expr).filter((selector) => context.metric(selector)?.role === 'bucket');
  const first = buckets[0];
  if (first === undefined || buckets.some((one) => one.matchers.some((matcher) => matcher.label === 'le'))) return;
  if (node.expr.type === 'Aggregate' || selectors(node.expr).length !== buckets.length) return;
  if (mayHave(outputLabels(node, context), 'le')) return;
  const total = first.name?.replace(/_bucket$/, '_count');
  const message = `${node.op}() without le mixes cumulative buckets, so observations count several times. Keep le, pick one bucket (le="…"), or use ${total} for the number of observations.`;
  context.report(node, 'drops-le', context.metric(first)?.source === 'catalog' ? 'warning' : 'info', message);
};

/** Buckets are added up, never ranked or counted. */
export const bucketsNotSummed: Rule = (node, context, ancestors) => {
  if (node.type !== 'Aggregate' || !['min', 'max', 'count', 'stddev', 'stdvar', 'group'].includes(node.op)) return;
  const parent = ancestors.findLast((one) => one.type !== 'Paren');
  if (parent === undefined || !isQuantile(parent) || !usesClassicBuckets(node, context)) return;
  const message = `${node.op}() of buckets is no distribution. Add them up with sum() by le.`;
  context.report(node, 'buckets-not-summed', 'warning', message, {
    description: `${node.op} replaced by sum`,
    replace: node,
    by: { ...node, op: 'sum' },
  });
};

/** `sum(…) > 0` only asks whether there is anything; there the number does not matter. */
function isGuard(ancestors: readonly Expr[]): boolean {
  const parent = ancestors.findLast((one) => one.type !== 'Paren');
  return parent?.type === 'Binary' && parent.op === '>' && constantOf(parent.right) === 0;
}

/** Quantiles of quantile functions lie between 0 and 1. */
export const quantileOutOfRange: Rule = (node, context) => {
  const parameter = quantileParameter(node);
  const value = parameter === undefined ? undefined : constantOf(parameter);
  if (parameter === undefined || value === undefined || (value >= 0 && value <= 1)) return;
  const message = `A quantile lies between 0 and 1; ${value} gives ${value > 1 ? '+Inf' : '-Inf'}.`;
  const asPercent = value > 1 && value <= 100 ? value / 100 : undefined;
  const advice = asPercent === undefined ? '' : ` Write ${asPercent} for the ${value}th percentile.`;
  const change =
    asPercent === undefined
      ? undefined
      : {
          description: `${value} written as ${asPercent}`,
          replace: parameter,
          by: { ...parameter, type: 'NumberLiteral' as const, value: asPercent },
        };
  context.report(parameter, 'quantile-out-of-range', 'error', message + advice, change);
};

function quantileParameter(node: Expr): Expr | undefined {
  if (node.type === 'Aggregate' && node.op === 'quantile') return node.param;
  const isCall = node.type === 'Call' && ['histogram_quantile', 'quantile_over_time'].includes(node.func);
  return isCall ? node.args[0] : undefined;
}

/** Sum of one metric over the count of another. */
export const mismatchedAverage: Rule = (node, context) => {
  if (node.type !== 'Binary' || node.op !== '/') return;
  const sum = distributionPart(node.left, 'sum', context);
  const count = distributionPart(node.right, 'count', context);
  if (sum === undefined || count === undefined || sum.family === count.family) return;
  const message = `${sum.name} divided by ${count.name} is no average: they belong to different metrics. Use ${sum.family}_count.`;
  context.report(node, 'mismatched-average', sum.source === 'catalog' ? 'warning' : 'info', message);
};

function distributionPart(expr: Expr, role: 'sum' | 'count', context: Context): KnownMetric | undefined {
  const found = selectors(expr);
  const metric = found.length === 1 && found[0] !== undefined ? context.metric(found[0]) : undefined;
  if (metric === undefined || metric.role !== role) return undefined;
  return isCounter(metric) || metric.source === 'name' ? metric : undefined;
}
