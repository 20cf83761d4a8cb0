import { type BinaryOp, build, type Expr } from '@locum/promql';
import type { Binding } from '../ground/binding.ts';
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

/** What holds of all else. */
export function opposite({ op, value }: Condition): Condition {
  return { op: OPPOSITE[op] ?? op, value };
}

const OPPOSITE: Partial<Readonly<Record<BinaryOp, BinaryOp>>> = {
  '==': '!=',
  '!=': '==',
  '>': '<=',
  '<=': '>',
  '<': '>=',
  '>=': '<',
};

export function applyCondition(expr: Expr, condition: Condition): Expr {
  return build.binary(condition.op, operand(expr), build.number(condition.value));
}

/** Wraps what would bind differently beside another operator. */
export function operand(expr: Expr): Expr {
  return expr.type === 'Binary' ? build.paren(expr) : expr;
}

/** "is the root file system read-only?" wants the state, where "which are" wants those that are. */
export function asksOfOne({ core: question }: Understanding): boolean {
  return (
    /^(?:so |hey |hi |ok |and |but |please )*(?:is|was|has|does|did) (?!there\b|any|some|every|an? )/.test(question) &&
    !/\b(?:any|which|all|some|anything|anyone)\b/.test(question)
  );
}

const NEVER = /\b(?:never|not (?:even )?once|at no time)(?: (?:been|was|were|got|ever))* ([a-z]+)/;

/** "never open" of what tells those that are open; "never up" of those that are down says no more than down. */
export function isNever({ phrase }: Binding, { core }: Understanding): boolean {
  const said = NEVER.exec(core)?.[1];
  return said !== undefined && phrase.some((stem) => beginsAlike(said, stem));
}

/** "never up" of what tells those that are down. */
export function isNeverOtherwise(binding: Binding, understanding: Understanding): boolean {
  return NEVER.test(understanding.core) && !isNever(binding, understanding);
}

const DENIED = /\b(?:(?:do|does|did)(?:nt| not)|without|lacking)(?: yet| even| currently| the| an?| any)* ([a-z]+)/g;

/** Stems of phrases that say a lack already: "containers missing a limit", "unready pods". */
const SAYS_LACK = /^(?:miss|without|lack|absent|zero|empti|persist|no|non|not|never|un.{3,})$/;

/** "ships without the gangway lowered" of what tells those that have it. */
export function isDenied({ phrase }: Binding, { core }: Understanding): boolean {
  if (phrase.some((stem) => SAYS_LACK.test(stem))) return false;
  return [...core.matchAll(DENIED)].some(([, said = '']) => phrase.some((stem) => beginsAlike(said, stem)));
}

/** A word and the stem of a word that may be the same: "gangway" and "gangwai". */
function beginsAlike(word: string, stem: string): boolean {
  const length = Math.max(3, Math.min(word.length, stem.length) - 1);
  return stem.length > 2 && word.slice(0, length) === stem.slice(0, length);
}
