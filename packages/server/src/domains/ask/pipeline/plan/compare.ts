import { build } from '@locum/promql';
import type { Composition, Valued } from './composed.ts';
import { operand } from './conditions.ts';
import { readMeasure } from './read-measure.ts';
import { isUnreadable } from './reading.ts';

/** "compared to yesterday": the change in percent, the quotient or the difference. The same value when none is asked. */
export function comparePast({ expr, unit }: Valued, { understanding, decision }: Composition): Valued {
  const { comparison } = understanding.time;
  if (!comparison) return { expr, unit };
  const past = readMeasure({ ...decision.read, offsetMs: comparison.offset * 1000 });
  if (isUnreadable(past)) return { expr, unit };
  const [now, then] = [operand(expr), operand(past.expr)];
  if (comparison.form === 'difference') return { expr: build.binary('-', now, then), unit };
  const quotient = build.binary('/', now, then);
  if (comparison.form === 'ratio')
    return understanding.askedUnit?.base === 'percent'
      ? { expr: build.binary('*', build.paren(quotient), build.number(100)), unit: 'percent' }
      : { expr: quotient, unit: 'factor' };
  const change = build.paren(build.binary('-', quotient, build.number(1)));
  return { expr: build.binary('*', change, build.number(100)), unit: 'percent' };
}
