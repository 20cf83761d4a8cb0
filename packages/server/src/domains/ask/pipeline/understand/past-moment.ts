import { DURATION, durationSeconds } from './durations.ts';
import type { MaskedText } from './masked-text.ts';
import { DAY, HOUR, MONTH, WEEK, YEAR } from './units.ts';

const SAME_TIME = '(?:at )?(?:this|the same) time';
/** Source of a pattern for a moment before now: "yesterday", "the same time last week", "2h ago". No groups. */
export const PAST_MOMENT = `(?:${[
  '(?:(?:at |it was |what it was |they were |on )*(?:the |this |that )?same (?:time|hour|moment|minute)(?: of day)? )?' +
    `(?:yesterday|(?<!\\b(?:in|over|during|within|for|across|throughout|of|from) (?:the )?)last (?:week|month|night|year)(?!\\w)|on? ?the (?:day|week) before|the (?:day|week|hour) before)(?: ${SAME_TIME})?`,
  'this time (?:yesterday|last (?:week|month))',
  `${DURATION} (?:ago|earlier|before(?! it)|back|prior)`,
].join('|')})`;

/** How long before now, in seconds, text matched by `PAST_MOMENT` is. */
export function momentOffset(text: string): number {
  if (/last month/.test(text)) return MONTH;
  if (/last year/.test(text)) return YEAR;
  if (/last week|week before/.test(text)) return WEEK;
  if (/the hour before/.test(text)) return HOUR;
  if (/yesterday|last night|day before/.test(text)) return DAY;
  return durationSeconds(text.replace(/\s+(?:ago|earlier|before|back|prior)$/, ''));
}

const CLOCK =
  /(?<!\b(?:between|from|since|until|till|to|and) )\bat (\d{1,2})(?::(\d\d))?\s?(am|pm|a\.m\.|p\.m\.|o'?clock|utc|h)?(?=\s*(?:utc|today|this morning|tonight)?\s*[?.,!]?\s*$)(?:\s*(?:utc|today|this morning|tonight))?/;

/** Takes "at 14:15", "at 3 am": how long ago it last was, in seconds. Times without a zone are UTC. `now` is Unix seconds. */
export function takeClockTime(text: MaskedText, now: number): number | undefined {
  const match = CLOCK.exec(text.rest());
  const [, hours, minutes, half] = match ?? [];
  if (!match || hours === undefined || (minutes === undefined && half === undefined)) return undefined;
  const isAfternoon = half?.startsWith('p') === true && Number(hours) < 12;
  const isMidnight = half?.startsWith('a') === true && Number(hours) === 12;
  const seconds = (Number(hours) + (isAfternoon ? 12 : isMidnight ? -12 : 0)) * HOUR + Number(minutes ?? 0) * 60;
  if (seconds >= DAY) return undefined;
  text.mask(match.index, match.index + match[0].length);
  return (((now - seconds) % DAY) + DAY) % DAY;
}

const WHOLE_DAY =
  /\b(?:during |in |for |over |all (?:of )?)?(?:the whole of )?yesterday\b(?! (?:at|morning|evening|afternoon|night|noon))/;
/** What is told of a period rather than of a moment. */
const SUMS_UP =
  /\b(?:how (?:many|much)|number of|total|count|rates?|ratio|percent\w*|share|p\d\d|percentile|average|avg|mean|peak|max\w*|min\w*|highest|lowest)\b/;
const AT_THAT_TIME = /\b(?:this|same|that) (?:time|hour|moment|minute)/;

/** Takes "yesterday" where a day is meant: the day, and how long ago it ended, in seconds. Days are UTC. */
export function takeWholeDay(
  text: MaskedText,
  now: number,
): { readonly lookback: number; readonly offset: number } | undefined {
  if (AT_THAT_TIME.test(text.original) || !/\byesterday\b/.test(text.rest()) || /\bsince\b/.test(text.original))
    return undefined;
  if (!SUMS_UP.test(text.original) || !text.take(WHOLE_DAY)) return undefined;
  return { lookback: DAY, offset: Math.floor(now % DAY) };
}
