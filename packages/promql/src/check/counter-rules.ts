import type { Call, Expr, VectorSelector } from '../ast.ts';
import { isComparison } from '../ast.ts';
import { call as makeCall, range } from '../build.ts';
import {
  bare,
  type Context,
  constantOf,
  isCounter,
  isGauge,
  type KnownMetric,
  type Rule,
  rangeSelector,
} from './context.ts';
import type { Severity } from './finding.ts';

const COUNTER_FUNCTIONS: ReadonlySet<string> = new Set(['rate', 'irate', 'increase']);
const GAUGE_TWIN: Readonly<Record<string, string>> = { rate: 'deriv', irate: 'idelta', increase: 'delta' };
const COUNTER_TWIN: Readonly<Record<string, string>> = { deriv: 'rate', delta: 'increase', idelta: 'increase' };
const GAUGE_FUNCTIONS: ReadonlySet<string> = new Set([
  ...Object.keys(COUNTER_TWIN),
  'predict_linear',
  'holt_winters',
  'double_exponential_smoothing',
]);
/** Statistics over raw samples that mean nothing for an ever-growing number. */
const SAMPLE_STATISTICS: ReadonlySet<string> = new Set([
  'avg_over_time',
  'sum_over_time',
  'quantile_over_time',
  'stddev_over_time',
  'stdvar_over_time',
  'mad_over_time',
]);

/** rate, irate and increase on something that may fall. */
export const rateOnGauge: Rule = (node, context) => {
  if (node.type !== 'Call' || !COUNTER_FUNCTIONS.has(node.func)) return;
  const selector = node.args[0] === undefined ? undefined : rangeSelector(node.args[0]);
  const metric = selector === undefined ? undefined : context.metric(selector);
  if (metric === undefined || !isGauge(metric)) return;
  const twin = GAUGE_TWIN[node.func] ?? 'deriv';
  const what =
    metric.type === 'info' ? 'an info metric, which is always 1' : `a ${metric.type}, which goes up and down`;
  const message = `${metric.name} is ${what}; ${node.func}() takes every fall for a counter reset. Use ${twin}() for its change, or the value itself.`;
  const severity: Severity = metric.source === 'catalog' ? 'error' : 'warning';
  context.report(node, 'rate-on-gauge', severity, message, {
    description: `${node.func}() replaced by ${twin}(), which is made for gauges`,
    replace: node,
    by: { ...node, func: twin },
  });
};

/** deriv, delta, predict_linear and averages over time on a counter. */
export const gaugeFunctionOnCounter: Rule = (node, context) => {
  if (node.type !== 'Call') return;
  const statistics = SAMPLE_STATISTICS.has(node.func);
  if (!GAUGE_FUNCTIONS.has(node.func) && !statistics) return;
  const arg = node.args[node.func === 'quantile_over_time' ? 1 : 0];
  const selector = arg === undefined ? undefined : rangeSelector(arg);
  const metric = selector === undefined ? undefined : context.metric(selector);
  if (metric === undefined || !isCounter(metric)) return;
  const twin = COUNTER_TWIN[node.func];
  const advice = twin === undefined ? 'Take rate() first' : `Use ${twin}()`;
  const message = `${metric.name} is a counter; ${node.func}() does not allow for its resets. ${advice}.`;
  const severity: Severity = metric.source === 'catalog' && !statistics ? 'warning' : 'info';
  const change =
    twin === undefined
      ? undefined
      : { description: `${node.func}() replaced by ${twin}()`, replace: node, by: { ...node, func: twin } };
  context.report(node, 'gauge-function-on-counter', severity, message, change);
};

/** rate over a sum: a restart of one instance looks like a reset of the whole. */
export const rateAfterAggregation: Rule = (node, context) => {
  if (node.type !== 'Call' || !COUNTER_FUNCTIONS.has(node.func)) return;
  const window = node.args[0] === undefined ? undefined : bare(node.args[0]);
  if (window?.type !== 'Subquery') return;
  const inner = bare(window.expr);
  if (inner.type === 'Call' && COUNTER_FUNCTIONS.has(inner.func)) {
    const message = `${node.func}() of ${inner.func}() is a rate of change of a rate. Keep one of them; for the trend of a rate use deriv().`;
    context.report(node, 'double-rate', 'warning', message);
    return;
  }
  if (inner.type !== 'Aggregate' || inner.op === 'count') return;
  const message = `${node.func}() over ${inner.op}() cannot see the resets of single series, so a restart shows as a huge jump. Take ${node.func}() first and ${inner.op}() of that.`;
  const change = reorder(node, inner.expr, (rated) => ({ ...inner, expr: rated }), window.rangeMs);
  context.report(node, 'rate-after-aggregation', inner.op === 'sum' ? 'error' : 'warning', message, change);
};

function reorder(node: Call, subject: Expr, wrap: (rated: Expr) => Expr, rangeMs: number) {
  const selector = bare(subject);
  if (selector.type !== 'VectorSelector') return undefined;
  const rated: Expr = { ...node, args: [range(selector, rangeMs)] };
  return { description: `${node.func}() moved inside the aggregation`, replace: node, by: wrap(rated) };
}

/** rate() of a recorded rate. */
export const rateOfRecordedRate: Rule = (node, context) => {
  if (node.type !== 'Call' || !COUNTER_FUNCTIONS.has(node.func)) return;
  const selector = node.args[0] === undefined ? undefined : rangeSelector(node.args[0]);
  const name = selector?.name;
  if (name === undefined || !/:i?rate(?:\d+[smhd])?(?:_[a-z]+)?$/.test(name)) return;
  const message = `${name} is by its name a recorded rate already; ${node.func}() of it is a rate of a rate. Use it as it is.`;
  context.report(node, 'double-rate', 'warning', message);
};

/** A counter's running total where only its growth tells anything. */
export const missingRate: Rule = (node, context, ancestors) => {
  if (node.type !== 'VectorSelector' || ancestors.at(-1)?.type === 'MatrixSelector') return;
  const metric = context.metric(node);
  if (metric === undefined || !isCounter(metric)) return;
  const use = useOf(node, ancestors, context);
  if (use === 'fine') return;
  if (metric.role === 'bucket' && insideQuantile(ancestors)) return;
  // Raw buckets are also drawn as heatmaps by tools that take the rate themselves.
  const doubtful = use === 'plain' || metric.source === 'name' || (use === 'shown' && metric.role === 'bucket');
  const severity: Severity = doubtful ? 'info' : 'warning';
  const window = suggestedRange(metric);
  const change = {
    description: `rate() over ${window / 60_000} minutes added`,
    replace: node,
    by: makeCall('rate', range(node, window)),
  };
  // Of a total on its own nobody knows whether its rate, its increase or really the total was wanted.
  const certain = use === 'aggregated' || use === 'compared';
  context.report(node, 'missing-rate', severity, describeMissingRate(metric, use), certain ? change : undefined);
};

function describeMissingRate(metric: KnownMetric, use: Use): string {
  const certainty = metric.source === 'catalog' ? 'is a counter' : 'is by its name a counter';
  const what = use === 'compared' ? 'comparing' : use === 'aggregated' ? 'aggregating' : 'showing';
  return `${metric.name} ${certainty}: ${what} its total since the last restart says little. Wrap it in rate(…[5m]) or increase(…[1h]).`;
}

/** A range of at least four scrapes and five minutes. */
function suggestedRange(metric: KnownMetric): number {
  return Math.max(300_000, Math.ceil(((metric.scrapeIntervalSeconds ?? 0) * 4) / 60) * 60_000);
}

function insideQuantile(ancestors: readonly Expr[]): boolean {
  return ancestors.some((node) => node.type === 'Call' && node.func.startsWith('histogram_'));
}

/** `plain`: tested for existence or set against another total, where a total may be meant. */
type Use = 'fine' | 'plain' | 'shown' | 'compared' | 'aggregated';

const HARMLESS_CALLS: ReadonlySet<string> = new Set([
  ...['absent', 'absent_over_time', 'timestamp', 'changes', 'resets', 'present_over_time', 'count_over_time', 'rate'],
  ...['irate', 'increase', 'start_timestamp', 'info', 'delta', 'deriv', 'idelta', 'last_over_time', 'vector'],
  ...['min_over_time', 'max_over_time', 'first_over_time', 'avg_over_time', 'sum_over_time', 'predict_linear'],
]);

function useOf(selector: VectorSelector, ancestors: readonly Expr[], context: Context): Use {
  let use: Use = 'shown';
  let child: Expr = selector;
  for (const parent of [...ancestors].reverse()) {
    if (parent.type === 'Call' && HARMLESS_CALLS.has(parent.func)) return 'fine';
    if (parent.type === 'Aggregate') {
      if (['count', 'group', 'count_values'].includes(parent.op) || parent.param === child) return 'fine';
      use = 'aggregated';
    }
    if (parent.type === 'Binary') {
      const effect = effectOf(parent, child, selector, context);
      if (effect === 'fine' || effect === 'plain') return effect;
      if (effect === 'compared') return 'compared';
    }
    child = parent;
  }
  return use;
}

function effectOf(
  parent: Expr & { type: 'Binary' },
  child: Expr,
  selector: VectorSelector,
  context: Context,
): Use | undefined {
  const other = parent.left === child ? parent.right : parent.left;
  const right = parent.right === child;
  if ((parent.op === 'and' || parent.op === 'unless') && right) return 'fine';
  if (parent.bool) return 'fine';
  // The difference to an earlier total is the growth, written by hand.
  if (parent.op === '-' && mentionsWithOffset(other, selector)) return 'fine';
  if (parent.op === '-' && mentionsWithOffset(child, selector)) return 'fine';
  // Two totals against each other: the share over the whole lifetime, often meant.
  if (parent.op === '/' || parent.op === '-' || isComparison(parent.op)) {
    if (isComparison(parent.op) && constantOf(other) === 0) return 'plain';
    if (mentionsCounter(other, context)) return 'plain';
  }
  if (isInfoJoin(parent, other, context)) return undefined;
  return isComparison(parent.op) ? 'compared' : undefined;
}

function mentionsWithOffset(expr: Expr, selector: VectorSelector): boolean {
  const inner = bare(expr);
  if (inner.type === 'VectorSelector') return inner.name === selector.name && (inner.offsetMs ?? 0) > 0;
  if (inner.type === 'Aggregate') return mentionsWithOffset(inner.expr, selector);
  return false;
}

function mentionsCounter(expr: Expr, context: Context): boolean {
  const inner = bare(expr);
  if (inner.type === 'VectorSelector') {
    const metric = context.metric(inner);
    return metric !== undefined && isCounter(metric);
  }
  if (inner.type === 'Aggregate') return mentionsCounter(inner.expr, context);
  if (inner.type === 'Binary') return mentionsCounter(inner.left, context) || mentionsCounter(inner.right, context);
  return inner.type === 'Call' && inner.args.some((arg) => mentionsCounter(arg, context));
}

function isInfoJoin(parent: Expr & { type: 'Binary' }, other: Expr, context: Context): boolean {
  const inner = bare(other);
  return (
    parent.matching?.group !== undefined && inner.type === 'VectorSelector' && context.metric(inner)?.type === 'info'
  );
}
