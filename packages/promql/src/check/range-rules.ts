import type { Expr } from '../ast.ts';
import { formatDuration } from '../duration.ts';
import { bare, type Rule } from './context.ts';

/** Functions that need two samples in the window to say anything. */
const NEEDS_TWO: ReadonlySet<string> = new Set([
  ...['rate', 'irate', 'increase', 'delta', 'idelta', 'deriv', 'changes', 'resets', 'predict_linear'],
  ...['holt_winters', 'double_exponential_smoothing'],
]);

const NEEDS_ONE = /^(?:avg|min|max|sum|last|first|quantile|count)_over_time$/;
/** Shorter windows hold fewer than two scrapes at the usual 15 to 60 seconds. */
const SUSPICIOUS_MS = 30_000;

/** A window that holds fewer than two scrapes gives gaps or nothing. */
export const rangeTooShort: Rule = (node, context) => {
  if (node.type !== 'Call') return;
  const needed = NEEDS_TWO.has(node.func) ? 2 : NEEDS_ONE.test(node.func) ? 1 : 0;
  const arg = node.args[node.func === 'quantile_over_time' ? 1 : 0];
  if (needed === 0 || arg === undefined) return;
  const window = bare(arg);
  if (window.type === 'Subquery') return reportSubquery(window, node.func, needed);
  if (window.type !== 'MatrixSelector') return;
  const metric = context.metric(window.selector);
  const seconds = metric?.scrapeIntervalSeconds ?? context.options.scrapeIntervalSeconds;
  if (seconds === undefined) {
    if (needed === 2 && window.rangeMs < SUSPICIOUS_MS) reportSuspicion(window);
    return;
  }
  if (window.rangeMs >= needed * seconds * 1000) return;
  const wanted = Math.max(60, Math.ceil((4 * seconds) / 60) * 60) * 1000;
  const message = `A window of ${formatDuration(window.rangeMs)} holds fewer than ${needed === 2 ? 'two samples' : 'one sample'} at a scrape interval of ${seconds} s, so ${node.func}() returns nothing or gaps. Use at least ${formatDuration(wanted)}.`;
  context.report(window, 'range-too-short', 'error', message, {
    description: `window widened to ${formatDuration(wanted)}`,
    replace: window,
    by: { ...window, rangeMs: wanted },
  });

  function reportSuspicion(matrix: Expr & { type: 'MatrixSelector' }): void {
    const message = `A window of ${formatDuration(matrix.rangeMs)} holds fewer than two samples at most scrape intervals. Use at least four times the interval, such as 1m.`;
    context.report(matrix, 'range-too-short', 'info', message);
  }

  function reportSubquery(subquery: Expr & { type: 'Subquery' }, func: string, least: number): void {
    if (subquery.stepMs === undefined || subquery.rangeMs >= least * subquery.stepMs) return;
    const message = `A window of ${formatDuration(subquery.rangeMs)} with a step of ${formatDuration(subquery.stepMs)} holds too few samples, so ${func}() returns nothing. Widen the window or shorten the step.`;
    context.report(subquery, 'range-too-short', 'error', message);
  }
};
