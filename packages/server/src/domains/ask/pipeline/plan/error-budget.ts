import { build } from '@locum/promql';
import type { ErrorBudget } from '../understand/error-budget.ts';
import type { Understanding } from '../understand/understand.ts';
import type { Valued } from './composed.ts';
import { operand } from './conditions.ts';
import { divideBy } from './convert.ts';

/** A share of errors as a share of the errors that the objective allows: the burn rate, or what of the budget is used or left. */
export function ofErrorBudget(value: Valued, { errorBudget }: Understanding): Valued {
  if (!errorBudget || value.unit !== 'ratio') return value;
  // 1 - 0.999 is 0.001 to a person.
  const allowed = Number((1 - errorBudget.objective).toPrecision(12));
  const used = divideBy(value, allowed, errorBudget.asks === 'burn-rate' ? 'factor' : 'ratio');
  return errorBudget.asks === 'left'
    ? { expr: build.binary('-', build.number(1), operand(used.expr)), unit: 'ratio' }
    : used;
}

/** How the numbers are to be read, for the words of the answer. */
export function wordsOfBudget({ objective, isSaid, asks }: ErrorBudget): string {
  const name = { 'burn-rate': 'burn rate', used: 'error budget used', left: 'error budget left' }[asks];
  const percent = Number((objective * 100).toPrecision(12));
  return `${name} for ${isSaid ? 'an objective' : 'an assumed objective'} of ${percent} %`;
}
