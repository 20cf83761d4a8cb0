import { type BinaryOp, build, type Expr } from '@locum/promql';
import type { Threshold } from '../understand/thresholds.ts';
import type { Understanding } from '../understand/understand.ts';
import type { WrittenUnit } from '../understand/units.ts';

/** A comparison in the unit of the expression. */
export interface Condition {
  readonly op: BinaryOp;
  readonly value: number;
}

/** The question's threshold in the unit of the result: 80 % of a ratio is 0.8, 200 ms of seconds is 0.2. */
export function conditionOf(understanding: Understanding, unit: string): Condition | undefined {
  const { threshold } = understanding;
  if (!threshold) return undefined;
  const factor = threshold.unit ? factorTo(threshold.unit, unit) : assumedFactor(threshold, understanding, unit);
  // 0.1 + 0.2 is 0.3 to a person.
  return { op: threshold.operator, value: Number((threshold.value * factor).toPrecision(12)) };
}

function factorTo({ base, factor }: WrittenUnit, unit: string): number {
  if (base === 'percent') return unit === 'ratio' ? 0.01 : 1;
  if (base === 'bits' && unit === 'bytes') return factor / 8;
  return factor;
}

const SMALL = 10;

/** "error rate above 5" means percent: no ratio is above 1.5. */
function assumedFactor({ value, fraction }: Threshold, { askedUnit, question }: Understanding, unit: string): number {
  // "fragmentation ratio above 2.8" is a factor: nobody writes percent so.
  const isFactor = /\bratio\b/.test(question) && value < SMALL && !Number.isInteger(value);
  if (unit === 'ratio') return askedUnit?.base === 'percent' || (value > 1.5 && value <= 100 && !isFactor) ? 0.01 : 1;
  return fraction && unit === 'percent' ? 100 : 1;
}

const OPERATORS: readonly BinaryOp[] = ['==', '!=', '>=', '<=', '>', '<'];

/** Reads `== 0` as written in a measure. */
export function parseHolds(holds: string): Condition | undefined {
  const match = /^(==|!=|>=|<=|>|<)\s*(-?[\d.e]+)$/.exec(holds);
  const op = OPERATORS.find((candidate) => candidate === match?.[1]);
  return op ? { op, value: Number(match?.[2]) } : undefined;
}

export function applyCondition(expr: Expr, condition: Condition): Expr {
  return build.binary(condition.op, operand(expr), build.number(condition.value));
}

/** Wraps what would bind differently beside another operator. */
export function operand(expr: Expr): Expr {
  return expr.type === 'Binary' ? build.paren(expr) : expr;
}
