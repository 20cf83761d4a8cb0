import { build } from '@locum/promql';
import type { Understanding } from '../understand/understand.ts';
import { DAY, HOUR, MINUTE, NAME_OF_PERIOD } from '../understand/units.ts';
import type { Composition, Valued } from './composed.ts';
import { operand } from './conditions.ts';

const AHEAD = /\b(?:expir\w*|until|till|remaining|left|valid|rotate|runs? out|ends?|not after)\b/;

/** A moment becomes an age, or the time left until it, unless the moment itself is asked. */
export function sinceNow(value: Valued, { question }: Understanding): Valued {
  if (value.unit !== 'timestamp' || /\b(?:timestamp|unix|epoch)\b/.test(question)) return value;
  const moment = operand(value.expr);
  const now = build.call('time');
  return {
    expr: AHEAD.test(question) ? build.binary('-', moment, now) : build.binary('-', now, moment),
    unit: 'seconds',
  };
}

/** Into the unit that was asked for. A curve with a threshold keeps the unit that the threshold is in. */
export function convert(value: Valued, perSecond: boolean, { binding, understanding, decision }: Composition): Valued {
  if (decision.kind === 'range' && understanding.threshold) return value;
  const { comparison } = understanding.time;
  // A change in percent and a factor are the same in any unit.
  if (comparison && comparison.form !== 'difference') return value;
  const isSlope = decision.growth === 'deriv' || /\b(?:rate|deriv)\(/.test(binding.measure.fact?.measure ?? '');
  return convertUnit(value, understanding, perSecond || isSlope);
}

const COMPARISONS = new Set(['==', '!=', '>', '<', '>=', '<=']);
const PERIODS_ASKED = [DAY, HOUR, MINUTE].map((seconds) => {
  const name = NAME_OF_PERIOD[seconds] ?? '';
  return {
    seconds,
    name,
    pattern: new RegExp(
      `(?<!(?:\\d|\\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|few)) ?)\\b${name} (?:until|left|till|before|remaining|to|since|ago)\\b|\\bhow many ${name}\\b`,
    ),
  };
});

export function convertUnit(value: Valued, understanding: Understanding, perSecond = false): Valued {
  const { expr, unit } = value;
  // What passed a threshold is shown as it was compared.
  if (expr.type === 'Binary' && COMPARISONS.has(expr.op)) return value;
  const { askedUnit, shape, question } = understanding;
  if (askedUnit?.base === 'percent' && unit === 'ratio') return multiplyBy(value, 100, 'percent');
  // Seconds a second are a share of time.
  if (askedUnit?.base === 'percent' && unit === 'seconds' && perSecond) return multiplyBy(value, 100, 'percent');
  if (askedUnit?.base === 'bits' && unit === 'bytes') return multiplyBy(value, 8 / askedUnit.factor, 'bits');
  if (askedUnit?.base === unit && askedUnit.factor !== 1) {
    if (unit === 'bytes') return divideBy(value, askedUnit.factor, 'scaled_bytes');
    if (unit === 'seconds') return inPeriods(value, askedUnit.factor);
  }
  const { perSeconds } = shape;
  if (perSecond && perSeconds !== undefined && perSeconds > 1)
    return multiplyBy(value, perSeconds, `${unit}_per_${perSeconds}s`);
  const period = unit === 'seconds' ? PERIODS_ASKED.find(({ pattern }) => pattern.test(question)) : undefined;
  return period ? divideBy(value, period.seconds, period.name) : value;
}

/** Milliseconds by a whole factor, minutes by a whole divisor: no query shows 0.001. */
function inPeriods(value: Valued, seconds: number): Valued {
  const name = NAME_OF_PERIOD[seconds] ?? 'seconds';
  return seconds < 1 ? multiplyBy(value, Math.round(1 / seconds), name) : divideBy(value, seconds, name);
}

function multiplyBy({ expr }: Valued, factor: number, unit: string): Valued {
  return { expr: build.binary('*', operand(expr), build.number(factor)), unit };
}

export function divideBy({ expr }: Valued, divisor: number, unit: string): Valued {
  return { expr: build.binary('/', operand(expr), build.number(divisor)), unit };
}
