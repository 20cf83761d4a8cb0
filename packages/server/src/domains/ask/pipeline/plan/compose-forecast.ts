import { build } from '@locum/promql';
import { FIRST_WORD } from '../understand/future.ts';
import type { Understanding } from '../understand/understand.ts';
import { DAY, HOUR, MINUTE, NAME_OF_PERIOD } from '../understand/units.ts';
import type { Composed, Composition, Valued } from './composed.ts';
import { applyCondition, conditionOf } from './conditions.ts';
import { convertUnit, divideBy } from './convert.ts';
import { forecast } from './forecast.ts';

/** What the trend says of the measure; nothing when no forecast is asked, or nothing in it can run out or be forecast. */
export function composeForecast({ binding, understanding, decision }: Composition): Composed | undefined {
  const { measure } = binding;
  const predicted = decision.forecast ? forecast(measure.expr, decision.lift, understanding) : undefined;
  if (!predicted) return undefined;
  // A share is forecast by what it is a share of: the bytes of "how full".
  const isShare = measure.unit === 'ratio' || measure.unit === 'percent';
  const family = decision.lift.snapshot.families.get(predicted.of.name ?? '');
  const unit = isShare && family && !predicted.isShare ? (family.unit ?? 'count') : measure.unit;
  let value: Valued = { expr: predicted.expr, unit };
  if (predicted.kind === 'time-left') value = timeLeft(value, understanding);
  const condition = predicted.kind === 'value' ? conditionOf(understanding, unit) : undefined;
  if (predicted.isShare && !condition) value = convertUnit(value, understanding);
  if (condition) value = { ...value, expr: applyCondition(value.expr, condition) };
  return {
    ...value,
    kind: 'instant',
    words: `${measure.title}: ${predicted.words}`,
    others: [],
    windowSeconds: decision.windowSeconds,
  };
}

const FIRST = new RegExp(`\\b${FIRST_WORD}\\b`);
const PERIODS_UNTIL = [
  { seconds: MINUTE, pattern: /\bminutes?\b[^.?!]*\b(?:until|till|before|to)\b/ },
  { seconds: HOUR, pattern: /\bhours?\b[^.?!]*\b(?:until|till|before|to)\b/ },
  { seconds: DAY, pattern: /\bdays?\b[^.?!]*\b(?:until|till|before|to)\b/ },
];

/** "how many hours until the first disk is full". */
function timeLeft({ expr }: Valued, understanding: Understanding): Valued {
  const value = { expr: FIRST.test(understanding.question) ? build.aggregate('min', expr) : expr, unit: 'seconds' };
  const period = PERIODS_UNTIL.find(({ pattern }) => pattern.test(understanding.question));
  return period
    ? divideBy(value, period.seconds, NAME_OF_PERIOD[period.seconds] ?? '')
    : convertUnit(value, understanding);
}
