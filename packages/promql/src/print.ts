import type {
  AtModifier,
  Binary,
  BinaryOp,
  Expr,
  Grouping,
  Matcher,
  Subquery,
  VectorMatching,
  VectorSelector,
} from './ast.ts';
import { formatDuration } from './duration.ts';
import { formatNumber } from './number-literal.ts';
import { isLegacyMetricName } from './parser.ts';
import { quote } from './string-literal.ts';

/** Binding strength of operators, as in the language reference; primary expressions bind strongest. */
const STRENGTH: Readonly<Record<BinaryOp, number>> = {
  or: 1,
  and: 2,
  unless: 2,
  '==': 3,
  '!=': 3,
  '<': 3,
  '<=': 3,
  '>': 3,
  '>=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  atan2: 5,
  '^': 7,
};
const UNARY_STRENGTH = 6;
const PRIMARY_STRENGTH = 8;

/**
 * Canonical one-line text. `parse(print(e))` gives `e` back apart from positions for every parsed tree; trees made by
 * hand get the parentheses that their shape needs.
 */
export function print(expr: Expr): string {
  switch (expr.type) {
    case 'NumberLiteral':
      return formatNumber(expr.value);
    case 'StringLiteral':
      return quote(expr.value);
    case 'VectorSelector':
      return printSelector(expr) + printModifiers(expr);
    case 'MatrixSelector':
      return `${printSelector(expr.selector)}[${formatDuration(expr.rangeMs)}]${printModifiers(expr.selector)}`;
    case 'Subquery':
      return `${printOperand(expr.expr, PRIMARY_STRENGTH)}${printWindow(expr)}${printModifiers(expr)}`;
    case 'Call':
      return `${expr.func}(${expr.args.map(print).join(', ')})`;
    case 'Aggregate': {
      const param = expr.param === undefined ? '' : `${print(expr.param)}, `;
      return `${expr.op}${printGrouping(expr.grouping)}(${param}${print(expr.expr)})`;
    }
    case 'Unary':
      return `${expr.op}${printOperand(expr.expr, UNARY_STRENGTH)}`;
    case 'Paren':
      return `(${print(expr.expr)})`;
    case 'Binary':
      return printBinary(expr);
  }
}

/** `sum by (a, b) ` without the operator's own name; '' for no grouping. */
export function printGrouping(grouping: Grouping | undefined): string {
  return grouping === undefined ? '' : ` ${grouping.kind} (${grouping.labels.map(printLabel).join(', ')}) `;
}

/** The operator with its modifiers: `* on (instance) group_left (version)`. */
export function printOperator(expr: Binary): string {
  const bool = expr.bool ? ' bool' : '';
  return `${expr.op}${bool}${expr.matching === undefined ? '' : ` ${printMatching(expr.matching)}`}`;
}

function printMatching(matching: VectorMatching): string {
  const labels = `${matching.kind} (${matching.labels.map(printLabel).join(', ')})`;
  if (matching.group === undefined) return labels;
  // Without the empty list a parenthesised right side would be read as the list.
  return `${labels} group_${matching.group} (${matching.include.map(printLabel).join(', ')})`;
}

function printBinary(expr: Binary): string {
  const [left, right] = operandStrengths.binary(expr.op);
  return `${printOperand(expr.left, left)} ${printOperator(expr)} ${printOperand(expr.right, right, true)}`;
}

/** An operand in parentheses where it would otherwise bind differently. */
function printOperand(expr: Expr, needed: number, isRight = false): string {
  return bindsAtLeast(expr, needed, isRight) ? print(expr) : `(${print(expr)})`;
}

export function bindsAtLeast(expr: Expr, needed: number, isRight = false): boolean {
  if (expr.type === 'Binary') return STRENGTH[expr.op] >= needed;
  const signed = expr.type === 'Unary' || (expr.type === 'NumberLiteral' && isSigned(expr.value));
  // A sign at the right of an operator cannot be misread; at the left of ^ it would take the whole power.
  if (signed) return isRight || UNARY_STRENGTH >= needed;
  return true;
}

/** Strength that an operand needs at each place to stand without parentheses. */
export const operandStrengths = {
  unary: UNARY_STRENGTH,
  primary: PRIMARY_STRENGTH,
  binary(op: BinaryOp): readonly [left: number, right: number] {
    const strength = STRENGTH[op];
    return op === '^' ? [strength + 1, strength] : [strength, strength + 1];
  },
};

function isSigned(value: number): boolean {
  return value < 0 || Object.is(value, -0);
}

/** Name and matchers, without range and modifiers. */
function printSelector(selector: VectorSelector): string {
  const { name, matchers } = selector;
  if (name === undefined) return `{${matchers.map(printMatcher).join(', ')}}`;
  if (!isLegacyMetricName(name) || !isMetricWord(name)) {
    return `{${[quote(name), ...matchers.map(printMatcher)].join(', ')}}`;
  }
  return matchers.length === 0 ? name : `${name}{${matchers.map(printMatcher).join(', ')}}`;
}

const RESERVED: ReadonlySet<string> = new Set([
  'bool',
  'on',
  'ignoring',
  'group_left',
  'group_right',
  'atan2',
  'inf',
  'nan',
]);

/** False for the words that the language keeps for itself even where a metric name is expected. */
function isMetricWord(name: string): boolean {
  return !RESERVED.has(name.toLowerCase());
}

export function printMatcher(matcher: Matcher): string {
  const label = /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(matcher.label) ? matcher.label : quote(matcher.label);
  return `${label}${matcher.op}${quote(matcher.value)}`;
}

const RESERVED_LABELS: ReadonlySet<string> = new Set(['without', 'inf', 'nan']);

function printLabel(label: string): string {
  const plain = /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label) && !RESERVED_LABELS.has(label.toLowerCase());
  return plain ? label : quote(label);
}

export function printWindow(expr: Subquery): string {
  return `[${formatDuration(expr.rangeMs)}:${expr.stepMs === undefined ? '' : formatDuration(expr.stepMs)}]`;
}

export function printModifiers(target: Pick<VectorSelector, 'offsetMs' | 'at' | 'edge'>): string {
  const edge = target.edge === undefined ? '' : ` ${target.edge}`;
  const at = `${edge}${target.at === undefined ? '' : ` @ ${printAt(target.at)}`}`;
  const { offsetMs } = target;
  if (offsetMs === undefined || offsetMs === 0) return at;
  return `${at} offset ${offsetMs < 0 ? '-' : ''}${formatDuration(Math.abs(offsetMs))}`;
}

function printAt(at: AtModifier): string {
  return at.kind === 'timestamp' ? formatNumber(at.timestampMs / 1000) : `${at.kind}()`;
}
