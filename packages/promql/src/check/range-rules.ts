import type { Expr } from '../ast.ts';
import { formatDuration } from '../duration.ts';
import { bare, type Rule } from './context.ts';

/** Functions that need two samples in the window to say anything. */
const NEEDS_TWO: ReadonlySet<string> = new Set([
  ...['rate', 'irate', 'increase', 'delta', 'idelta', 'deriv', 'changes', 'resets', 'predict_linear'],
  ...['holt_winters', 'double_exponential_smoothing'],
]);

/** A window that holds fewer than two scrapes gives gaps or nothing. */
export const rangeTooShort: Rule = (node, context) => {
  if (node.type !== 'Call' || !NEEDS_TWO.has(node.func) || node.args[0] === undefined) return;
  const window = bare(node.args[0]);
  if (window.type === 'Subquery') return reportSubquery(window, node.func);
  if (window.type !== 'MatrixSelector') return;
  const metric = context.metric(window.selector);
  const seconds = metric?.scrapeIntervalSeconds ?? context.options.scrapeIntervalSeconds;
  if (seconds === undefined || window.rangeMs >= 2 * seconds * 1000) return;
  const wanted = Math.max(60, Math.ceil((4 * seconds) / 60) * 60) * 1000;
  const message = `A window of ${formatDuration(window.rangeMs)} holds fewer than two samples at a scrape interval of ${seconds} s, so ${node.func}() returns nothing or gaps. Use at least ${formatDuration(wanted)}.`;
  context.report(window, 'range-too-short', 'error', message, {
    description: `window widened to ${formatDuration(wanted)}`,
    replace: window,
    by: { ...window, rangeMs: wanted },
  });

  function reportSubquery(subquery: Expr & { type: 'Subquery' }, func: string): void {
    if (subquery.stepMs === undefined || subquery.rangeMs >= 2 * subquery.stepMs) return;
    const message = `A window of ${formatDuration(subquery.rangeMs)} with a step of ${formatDuration(subquery.stepMs)} holds fewer than two samples, so ${func}() returns nothing. Widen the window or shorten the step.`;
    context.report(subquery, 'range-too-short', 'error', message);
  }
};
