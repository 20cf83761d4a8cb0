import type { Binary, Expr } from '../ast.ts';
import { isComparison } from '../ast.ts';
import { print } from '../print.ts';
import { bare, type Context, constantOf, type Rule } from './context.ts';

/** `x - x`, `x / x`, `x > x`. */
export const identicalOperands: Rule = (node, context) => {
  if (node.type !== 'Binary' || !['-', '/', '<', '>', '!=', 'unless', '%'].includes(node.op)) return;
  if (node.left.type === 'NumberLiteral' || bare(node.left).type !== bare(node.right).type) return;
  if (print(bare(node.left)) !== print(bare(node.right))) return;
  const result = node.op === '/' ? 'always 1' : node.op === '-' || node.op === '%' ? 'always 0' : 'always empty';
  const message = `Both sides of ${node.op} are the same, so the result is ${result}. One of them was meant to differ.`;
  context.report(node, 'identical-operands', node.op === '/' ? 'info' : 'warning', message);
};

/** Conditions that no data can meet. */
export const neverTrue: Rule = (node, context) => {
  if (node.type !== 'Binary') return;
  if (isComparison(node.op) && !node.bool) reportEmptyCount(node, context);
  if (node.op === 'and') reportDisjoint(node, context);
};

/** A count of nothing is no series, not 0. */
function reportEmptyCount(node: Binary, context: Context): void {
  const left = bare(node.left);
  const threshold = constantOf(node.right);
  if (threshold === undefined) return;
  const counted = left.type === 'Aggregate' && (left.op === 'count' || left.op === 'group');
  const absent = left.type === 'Call' && (left.func === 'absent' || left.func === 'absent_over_time');
  const smallest = 1;
  const impossible =
    (node.op === '==' && threshold < smallest) ||
    (node.op === '<' && threshold <= smallest) ||
    (node.op === '<=' && threshold < smallest);
  if ((!counted && !absent) || !impossible) return;
  const what = counted
    ? `${left.type === 'Aggregate' ? left.op : 'count'}() of nothing is empty, not 0`
    : 'absent() is 1 or empty, never 0';
  const message = `${what}, so this is never true. Use absent(…), or add "or vector(0)" before comparing.`;
  context.report(node, 'never-true', counted ? 'info' : 'warning', message);
}

/** `x > 5 and x < 3`. */
function reportDisjoint(node: Binary, context: Context): void {
  const left = boundOf(node.left);
  const right = boundOf(node.right);
  if (left === undefined || right === undefined || left.subject !== right.subject) return;
  const [low, high] = left.lower ? [left, right] : [right, left];
  if (low.lower === high.lower || low.value < high.value) return;
  const message = `The two conditions exclude each other (above ${low.value} and below ${high.value}); use or, or swap the limits.`;
  context.report(node, 'never-true', 'error', message);
}

interface Bound {
  readonly subject: string;
  readonly lower: boolean;
  readonly value: number;
}

function boundOf(expr: Expr): Bound | undefined {
  const inner = bare(expr);
  if (inner.type !== 'Binary' || inner.bool || !['<', '>', '<=', '>='].includes(inner.op)) return undefined;
  const value = constantOf(inner.right);
  return value === undefined ? undefined : { subject: print(bare(inner.left)), lower: inner.op.startsWith('>'), value };
}
