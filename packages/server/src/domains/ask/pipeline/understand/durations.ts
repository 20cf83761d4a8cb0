import { NUMBER, numberValue } from './numbers.ts';
import { findUnit, PERIOD_UNIT } from './units.ts';

/** A unit alone is one of it: "last hour", "per minute". */
const BARE_UNIT = '(?:second|sec|minute|min|hour|hr|day|night|week|fortnight|month|year)';
const WHOLE = '(hour|day|minute|second)';
/** "2h30m": no spaces, at least two parts. */
const COMPACT_PART = '(?:\\d+(?:ms|s|m|h|d|w))';
const COUNT = `(?:an?|${NUMBER})`;

const HALF = `half an? ${WHOLE}`;
const QUARTER = `(?:an? |the )?quarter(?: of an?|[ -])? ?${WHOLE}`;
const HOUR_AND_A_HALF = '(?:an|one) hour and a half';
const COMPACT = `${COMPACT_PART}${COMPACT_PART}+`;
const COUNTED = `(${COUNT})[ -]?(?:of )?(${PERIOD_UNIT})`;

/** Source of a pattern for a duration ("30m", "2h30m", "half an hour", "an hour and a half", "15 mins", "hour"). No groups. */
export const DURATION = `(?:${[HALF, QUARTER, HOUR_AND_A_HALF, COMPACT, COUNTED, `${BARE_UNIT}\\b`].map(ungrouped).join('|')})`;

const whole = (source: string) => new RegExp(`^${source}$`);
const PATTERNS = {
  half: whole(HALF),
  quarter: whole(QUARTER),
  hourAndAHalf: whole(HOUR_AND_A_HALF),
  compact: whole(COMPACT),
  counted: whole(COUNTED.replace(NUMBER, ungrouped(NUMBER))),
};

/** Seconds of text matched by `DURATION`; NaN when it is none. */
export function durationSeconds(text: string): number {
  const clean = text.trim();
  const half = PATTERNS.half.exec(clean);
  if (half?.[1]) return unitSeconds(half[1]) / 2;
  const quarter = PATTERNS.quarter.exec(clean);
  if (quarter?.[1]) return unitSeconds(quarter[1]) / 4;
  if (PATTERNS.hourAndAHalf.test(clean)) return 5400;
  if (PATTERNS.compact.test(clean)) return compactSeconds(clean);
  const counted = PATTERNS.counted.exec(clean);
  if (!counted?.[1] || !counted[2]) return unitSeconds(clean);
  const count = /^an?$/.test(counted[1]) ? 1 : numberValue(counted[1]);
  return count * unitSeconds(counted[2]);
}

function compactSeconds(text: string): number {
  return [...text.matchAll(/(\d+)(ms|s|m|h|d|w)/g)].reduce(
    (sum, part) => sum + Number(part[1]) * unitSeconds(part[2] ?? ''),
    0,
  );
}

function unitSeconds(unit: string): number {
  const found = findUnit(unit);
  return found?.base === 'seconds' ? found.factor : Number.NaN;
}

/** The same pattern without capture groups. */
function ungrouped(source: string): string {
  return source.replace(/\((?!\?)/g, '(?:');
}
