import type { Expr } from './ast.ts';
import { formatDuration } from './duration.ts';
import {
  bindsAtLeast,
  operandStrengths,
  print,
  printGrouping,
  printMatcher,
  printModifiers,
  printOperator,
  printWindow,
} from './print.ts';

const INDENT = '  ';
const WIDTH = 80;

/**
 * Text on several lines, each at most `width` characters where the parts allow it; what fits stays on one line.
 * Parses to the same tree as `print`.
 */
export function prettyPrint(expr: Expr, width: number = WIDTH): string {
  return layout(expr, width, '');
}

function layout(expr: Expr, width: number, indent: string): string {
  const line = print(expr);
  if (indent.length + line.length <= width) return line;
  const deeper = indent + INDENT;
  switch (expr.type) {
    case 'NumberLiteral':
    case 'StringLiteral':
      return line;
    case 'VectorSelector':
      return layoutSelector(line, expr.matchers.map(printMatcher), deeper, indent, printModifiers(expr));
    case 'MatrixSelector': {
      const tail = `[${formatDuration(expr.rangeMs)}]${printModifiers(expr.selector)}`;
      return layoutSelector(line, expr.selector.matchers.map(printMatcher), deeper, indent, tail);
    }
    case 'Subquery':
      return `${layoutOperand(expr.expr, width, indent, !bindsAtLeast(expr.expr, operandStrengths.primary))}${printWindow(expr)}${printModifiers(expr)}`;
    case 'Call':
      return `${expr.func}${layoutList(expr.args, width, deeper, indent)}`;
    case 'Aggregate': {
      const args = expr.param === undefined ? [expr.expr] : [expr.param, expr.expr];
      return `${expr.op}${printGrouping(expr.grouping)}${layoutList(args, width, deeper, indent)}`;
    }
    case 'Unary':
      return `${expr.op}${layoutOperand(expr.expr, width, indent, !bindsAtLeast(expr.expr, operandStrengths.unary))}`;
    case 'Paren':
      return layoutList([expr.expr], width, deeper, indent);
    case 'Binary': {
      const [left, right] = operandStrengths.binary(expr.op);
      const first = layoutOperand(expr.left, width, indent, !bindsAtLeast(expr.left, left));
      const second = layoutOperand(expr.right, width, indent, !bindsAtLeast(expr.right, right, true));
      return `${first}\n${indent}${printOperator(expr)}\n${indent}${second}`;
    }
  }
}

function layoutOperand(expr: Expr, width: number, indent: string, parenthesise: boolean): string {
  return parenthesise ? layoutList([expr], width, indent + INDENT, indent) : layout(expr, width, indent);
}

function layoutList(args: readonly Expr[], width: number, deeper: string, indent: string): string {
  const lines = args.map((arg) => deeper + layout(arg, width, deeper));
  return args.length === 0 ? '()' : `(\n${lines.join(',\n')}\n${indent})`;
}

function layoutSelector(
  line: string,
  matchers: readonly string[],
  deeper: string,
  indent: string,
  tail: string,
): string {
  if (matchers.length === 0) return line;
  const name = line.slice(0, line.indexOf('{'));
  const inside = line.slice(name.length + 1, line.length - tail.length - 1);
  // A quoted metric name stands inside the braces, before the matchers.
  const quotedName = inside.slice(0, inside.length - matchers.join(', ').length).replace(/, $/, '');
  const parts = quotedName === '' ? matchers : [quotedName, ...matchers];
  return `${name}{\n${parts.map((part) => deeper + part).join(',\n')}\n${indent}}${tail}`;
}
