import { DURATION, durationSeconds } from './durations.ts';
import type { MaskedText } from './masked-text.ts';
import { momentOffset, PAST_MOMENT } from './past-moment.ts';

export type ComparisonForm = 'percent' | 'ratio' | 'difference';

/** "compared to yesterday": how long before now in seconds, and what of the two values is told. */
export interface Comparison {
  readonly offset: number;
  readonly form: ComparisonForm;
}

const OVER_PERIOD = /\b(hour|day|week)[ -](?:over|on|by)[ -](?:hour|day|week)\b(?: (?:change|growth|difference))?/;
const CUE =
  /\b(?:(?:as a )?multiple of|vs\.?|versus|compar\w+(?: (?:to|with|against))?|relative to|than|against|minus|back then|divided by|differ\w*|(?:percent(?:age)?|%) change|change[ds]?|(?:more|less|fewer|slower|faster|higher|lower|bigger|smaller) )/;
/** "more in the last 30 minutes than in the 30 minutes before". */
const PERIOD_BEFORE = new RegExp(
  `\\b(?:than|vs\\.?|versus|compared (?:to|with|against)|and|minus|against|relative to) (?:in |over |during |for )?(?:the )?(?:(${DURATION}) (?:before|prior|earlier|preceding)(?: (?:that|it|this))?|(?:previous|preceding|prior) (${DURATION}))\\b`,
);
const MOMENT = new RegExp(PAST_MOMENT);
const MOMENT_WORD = new RegExp(`\\b${PAST_MOMENT}`);
const LEAD_IN =
  '(?:(?:now |today |right now )?(?:vs\\.?|versus|compared? (?:to|with|against)|relative to|than|against|minus|divided by|(?:as a )?multiple of|and|to|with|over|from)(?: the)? )*(?:what |(?:traffic|value|rate|number|one)s? )?(?:it was |they were |that of |the value )?';
const COMPARED_MOMENT = new RegExp(`\\b${LEAD_IN}${PAST_MOMENT}`);

/** Takes a comparison with the past, and the words that only say that there is one. */
export function takeComparison(text: MaskedText): Comparison | undefined {
  const overPeriod = text.take(OVER_PERIOD);
  if (overPeriod) return { offset: durationSeconds(overPeriod[1] ?? 'day'), form: formOf(text.original) };
  const before = text.take(PERIOD_BEFORE);
  const period = before?.[1] ?? before?.[2];
  if (period) return { offset: durationSeconds(period), form: formOf(text.original) };
  if (!CUE.test(text.rest()) || !MOMENT_WORD.test(text.rest())) return undefined;
  const moment = text.take(COMPARED_MOMENT);
  if (!moment) return undefined;
  const past = MOMENT.exec(moment[0])?.[0] ?? moment[0];
  // What stood before the moment is left without an object: "vs ?".
  text.take(/\b(?:vs\.?|versus|compared?(?: (?:to|with|against))?|than)\s*(?=$|[?.,])/);
  text.take(/\b(?:in |as )?(?:a )?(?:percent(?:age)?|%) (?:change|difference)\b|\bchange in (?:percent|%)/);
  text.takeAll(/\b(?:today|now|right now|currently)\b/);
  return { offset: momentOffset(past), form: formOf(text.original) };
}

function formOf(text: string): ComparisonForm {
  if (/percent|%|pct/.test(text)) return 'percent';
  if (/\bdifference|\bdelta\b|by how (?:much|many)|how many (?:more|fewer|less)|\bminus\b|absolute/.test(text))
    return 'difference';
  if (/divided|ratio|factor|multiple|times|how much (?:slower|faster|higher|lower|bigger|longer|more)|fold/.test(text))
    return 'ratio';
  return 'percent';
}
