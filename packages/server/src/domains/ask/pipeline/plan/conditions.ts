import { type BinaryOp, build, type Expr } from '@locum/promql';
import type { Understanding } from '../understand/understand.ts';

/** A comparison in the unit of the expression. */
export interface Condition {
  readonly op: BinaryOp;
  readonly value: number;
}

/** The question's threshold in the unit of the result: 80 % of a ratio is 0.8, 200 ms of seconds is 0.2. */
export function conditionOf(understanding: Understanding, unit: string): Condition | undefined {
  const { threshold } = understanding;
  if (!threshold) return undefined;
  const factor = threshold.unit
    ? factorTo(threshold.unit.base, threshold.unit.factor, unit)
    : understanding.askedUnit?.base === 'percent' && unit === 'ratio'
      ? 0.01
      : threshold.fraction && unit === 'percent'
        ? 100
        : unit === 'ratio' && threshold.value > 1.5 && threshold.value <= 100
          ? 0.01
          : 1;
  return { op: threshold.operator, value: clean(threshold.value * factor) };
}

function factorTo(base: string, factor: number, unit: string): number {
  if (base === 'percent') return unit === 'ratio' ? 0.01 : 1;
  if (base === 'bits' && unit === 'bytes') return factor / 8;
  return factor;
}

function clean(value: number): number {
  return Number(value.toPrecision(12));
}

/** Reads `== 0` as written in a measure. */
export function parseHolds(holds: string): Condition | undefined {
  const match = /^(==|!=|>=|<=|>|<)\s*(-?[\d.e]+)$/.exec(holds);
  if (!match?.[1]) return undefined;
  const ops: Readonly<Record<string, BinaryOp>> = {
    '==': '==',
    '!=': '!=',
    '>=': '>=',
    '<=': '<=',
    '>': '>',
    '<': '<',
  };
  const op = ops[match[1]];
  return op ? { op, value: Number(match[2]) } : undefined;
}

export function applyCondition(expr: Expr, condition: Condition): Expr {
  return build.binary(condition.op, operand(expr), build.number(condition.value));
}

/** Wraps what would bind differently beside another operator. */
export function operand(expr: Expr): Expr {
  return expr.type === 'Binary' ? build.paren(expr) : expr;
}
