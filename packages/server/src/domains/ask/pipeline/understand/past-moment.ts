import { DURATION, durationSeconds } from './durations.ts';
import { DAY, HOUR, MONTH, WEEK, YEAR } from './units.ts';

const SAME_TIME = '(?:at )?(?:this|the same) time';
/** Source of a pattern for a moment before now: "yesterday", "the same time last week", "2h ago". No groups. */
export const PAST_MOMENT = `(?:${[
  '(?:(?:at |it was |what it was |they were |on )*(?:the |this |that )?same (?:time|hour|moment|minute)(?: of day)? )?' +
    `(?:yesterday|last (?:week|month|night|year)|on? ?the (?:day|week) before|the (?:day|week|hour) before)(?: ${SAME_TIME})?`,
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
