import { NUMBER, numberValue } from './numbers.ts';

const UNIT_SECONDS: readonly (readonly [RegExp, number])[] = [
  [/^(ms|milli)/, 0.001],
  [/^(s|sec|secs|seconds?)$/, 1],
  [/^(m|min|mins|minutes?)$/, 60],
  [/^(h|hr|hrs|hours?)$/, 3600],
  [/^(d|days?|nights?)$/, 86_400],
  [/^(w|wk|wks|weeks?)$/, 604_800],
  [/^fortnights?$/, 1_209_600],
  [/^months?$/, 2_592_000],
  [/^years?$/, 31_536_000],
];

const TIME_UNIT =
  '(?:ms|milliseconds?|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|wks?|fortnights?|months?|years?|s|m|h|d|w)\\b';
const PLAIN_UNIT = '(?:second|sec|minute|min|hour|hr|day|night|week|fortnight|month|year)';

/** Source of a pattern for a duration ("30m", "2h30m", "half an hour", "an hour and a half", "15 mins", "hour"). No groups. */
export const DURATION = `(?:half an? (?:hour|day|minute|second)|(?:an? |the )?quarter of an? (?:hour|second|minute)|(?:an|one) hour and a half|(?:\\d+(?:ms|s|m|h|d|w))(?:\\d+(?:ms|s|m|h|d|w))+|(?:an?|${NUMBER.replace('(', '(?:')})[ -]?(?:of )?${TIME_UNIT}|${PLAIN_UNIT}\\b)`;

function unitSeconds(unit: string): number {
  return UNIT_SECONDS.find(([pattern]) => pattern.test(unit))?.[1] ?? Number.NaN;
}

/** Seconds of text matched by `DURATION`; NaN when it is none. */
export function durationSeconds(text: string): number {
  const clean = text.trim();
  const half = /^half an? (hour|day|minute|second)$/.exec(clean);
  if (half?.[1]) return unitSeconds(half[1]) / 2;
  const quarter = /^(?:an? |the )?quarter of an? (hour|second|minute)$/.exec(clean);
  if (quarter?.[1]) return unitSeconds(quarter[1]) / 4;
  if (/hour and a half$/.test(clean)) return 5400;
  if (/^(?:\d+(?:ms|s|m|h|d|w)){2,}$/.test(clean)) {
    return [...clean.matchAll(/(\d+)(ms|s|m|h|d|w)/g)].reduce(
      (sum, m) => sum + Number(m[1]) * unitSeconds(m[2] ?? ''),
      0,
    );
  }
  const counted = new RegExp(`^(an?|${NUMBER.replace('(', '(?:')})[ -]?(?:of )?(${TIME_UNIT})$`).exec(clean);
  if (counted?.[1] && counted[2]) {
    const count = /^an?$/.test(counted[1]) ? 1 : numberValue(counted[1]);
    return count * unitSeconds(counted[2]);
  }
  return unitSeconds(clean);
}
