import type { Binary, Expr } from '../ast.ts';
import { isComparison } from '../ast.ts';
import { binary as makeBinary, number as makeNumber } from '../build.ts';
import { bare, type Context, constantOf, type Rule } from './context.ts';
import { type Unit, unitOf } from './units.ts';

/** Adding, subtracting or comparing quantities that cannot be added. */
export const unitMismatch: Rule = (node, context) => {
  if (node.type !== 'Binary' || !(node.op === '+' || node.op === '-' || isComparison(node.op))) return;
  const left = unitOf(node.left, context);
  const right = unitOf(node.right, context);
  if (left !== undefined && right !== undefined) reportMismatch(node, left, right, context);
  else reportComplement(node, left ?? right, context);
};

function reportMismatch(node: Binary, left: string, right: string, context: Context): void {
  if (left === right || isTimeArithmetic(node, left, right)) return;
  // Shares and percent, and a duration against a share, are mere scalings that names alone do not prove.
  const verb = node.op === '+' ? 'Adding' : node.op === '-' ? 'Subtracting' : 'Comparing';
  const message = `${verb} ${name(left)} and ${name(right)} makes no sense; convert one side or pick another metric.`;
  context.report(node, 'unit-mismatch', 'warning', message);
}

/** A time plus or minus a duration, and a duration against an age. */
function isTimeArithmetic(node: Binary, left: string, right: string): boolean {
  const times = new Set([left, right]);
  if (!times.has('timestamp')) return false;
  return !isComparison(node.op) && times.has('seconds');
}

function name(unit: string): string {
  return unit === 'timestamp' ? 'a point in time' : unit === 'ratio' ? 'a ratio' : unit;
}

/** `100 - ratio` and `1 - percent`. */
function reportComplement(node: Binary, unit: Unit, context: Context): void {
  const constant = node.op === '-' ? constantOf(node.left) : undefined;
  if (constant === undefined) return;
  const wrong = (constant === 100 && unit === 'ratio') || (constant === 1 && unit === 'percent');
  if (!wrong) return;
  const want = unit === 'ratio' ? 1 : 100;
  const message = `The right side is ${unit === 'ratio' ? 'a ratio from 0 to 1' : 'in percent'}; its complement is ${want} - …, not ${constant} - ….`;
  // The constant tells which scale was wanted.
  context.report(node, 'unit-mismatch', 'warning', message, {
    description: `the right side brought to the scale of ${constant}`,
    replace: node.right,
    by: makeBinary(unit === 'ratio' ? '*' : '/', node.right, makeNumber(100)),
  });
}

/** A threshold on the wrong scale: a ratio compared with 80, a percentage with 0.8. */
export const thresholdScale: Rule = (node, context) => {
  if (node.type !== 'Binary' || !isComparison(node.op) || node.op === '==' || node.op === '!=') return;
  const threshold = constantOf(node.right);
  if (threshold === undefined) return;
  const unit = unitOf(node.left, context);
  if (unit === 'percent' && threshold > 0 && threshold < 1) {
    const message = `The left side is in percent, where everything is 100; ${threshold} is less than one percent. Compare with ${threshold * 100}.`;
    context.report(node, 'threshold-scale', 'info', message);
    return;
  }
  const tooLarge = unit === 'ratio' && threshold > limitOf(node.left, context) && threshold <= 100;
  if (!tooLarge) return;
  const message = `The left side is a ratio, where everything is 1; ${threshold} is never reached. Compare with ${threshold / 100}, or multiply by 100.`;
  context.report(node, 'threshold-scale', 'warning', message, {
    description: `${threshold} written as ${threshold / 100}`,
    replace: node.right,
    by: makeNumber(threshold / 100),
  });
};

/** Above which threshold a ratio cannot be meant; a quotient of two measurements may well exceed 1. */
function limitOf(expr: Expr, context: Context): number {
  return isDeclaredRatio(expr, context) ? 1 : 10;
}

function isDeclaredRatio(expr: Expr, context: Context): boolean {
  const inner = bare(expr);
  if (inner.type === 'VectorSelector') return context.metric(inner)?.unit === 'ratio';
  if (inner.type === 'Aggregate') return isDeclaredRatio(inner.expr, context);
  if (inner.type === 'Call') return inner.args.some((arg) => isDeclaredRatio(arg, context));
  return inner.type === 'MatrixSelector' && context.metric(inner.selector)?.unit === 'ratio';
}
