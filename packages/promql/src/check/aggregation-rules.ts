import type { Expr } from '../ast.ts';
import { bare, type Context, type Rule } from './context.ts';
import { unitOf } from './units.ts';

/** Quantiles cannot be averaged or added. */
export const aggregatedQuantile: Rule = (node, context) => {
  if (node.type !== 'Aggregate' || (node.op !== 'avg' && node.op !== 'sum')) return;
  const source = quantileSource(node.expr, context);
  if (source === undefined || keepsQuantile(node)) return;
  const verb = node.op === 'avg' ? 'averaging' : 'adding';
  const message = `${verb} ${source} gives no quantile of the whole. Show the worst with max(), or compute one quantile from the histogram’s buckets summed by le.`;
  const certain = node.op === 'sum' || source === 'histogram quantiles';
  context.report(node, 'aggregated-quantile', certain ? 'warning' : 'info', capitalise(message));
};

function quantileSource(expr: Expr, context: Context): string | undefined {
  const inner = bare(expr);
  if (inner.type === 'Call' && inner.func === 'histogram_quantile') return 'histogram quantiles';
  if (inner.type !== 'VectorSelector') return undefined;
  const metric = context.metric(inner);
  const summary = metric?.type === 'summary' && metric.role !== 'sum' && metric.role !== 'count';
  const matched = inner.matchers.some((matcher) => matcher.label === 'quantile');
  return summary || matched ? 'quantiles of a summary' : undefined;
}

function keepsQuantile(node: Expr & { type: 'Aggregate' }): boolean {
  const { grouping, expr } = node;
  const inner = bare(expr);
  if (inner.type !== 'VectorSelector') return false;
  return (grouping?.kind === 'by' && grouping.labels.includes('instance')) || grouping?.kind === 'without';
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Adding up shares. */
export const sumOfRatio: Rule = (node, context) => {
  if (node.type !== 'Aggregate' || node.op !== 'sum') return;
  const inner = bare(node.expr);
  const unit = unitOf(inner, context);
  const quotient = inner.type === 'Binary' && inner.op === '/' && unit === 'ratio';
  if (unit !== 'ratio' && unit !== 'percent') return;
  const message = quotient
    ? 'A sum of ratios is no ratio: sum the upper and the lower side first and divide the sums, or use avg().'
    : `Adding up values in ${unit === 'ratio' ? 'a ratio' : 'percent'} exceeds the whole. Use avg() or max().`;
  context.report(node, 'sum-of-ratio', quotient ? 'info' : 'warning', message);
};
