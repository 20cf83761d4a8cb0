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
  /\b(?:(?:as a )?multiple of|ratio of|of what (?:it|they) (?:was|were)|vs\.?|versus|compar\w+(?: (?:to|with|against))?|relative to|than|against|minus|back then|divided by|differ\w*|(?:percent(?:age)?|%) change|change[ds]?|(?:more|less|fewer|slower|faster|higher|lower|bigger|smaller) )/;
const CHANGE =
  /\b(?:in |as )?(?:a )?(?:percent(?:age)?|%) (?:change|difference)\b|\b(?:change|difference)(?: in (?:percent(?:age)?\b|%))?/;
/** "higher or lower": only says that two values are compared. */
const DEGREE = '(?:more|higher|bigger|larger|faster|better|up|slower|worse|lower|less|fewer|smaller|down)';
const EITHER_WAY = new RegExp(`\\b${DEGREE} or ${DEGREE}\\b`);
/** "higher than 24h ago" compares, where "more than 24h ago" is how long something lasts. */
export const THAN_BEFORE = new RegExp(
  `\\b(?:higher|lower|bigger|larger|smaller|busier|quieter|worse|better|faster|slower) than (?:it was |they were )?${PAST_MOMENT}`,
);
/** "calls/s now divided by then": the moment was said before. */
const THEN =
  /\b(?:now |today )?(?:divided by|minus|vs\.?|versus|over|against) (?:then|back then|that time|those(?: then)?)(?=[\s?.,]*$)/;
/** "revenue now minus revenue at the same time yesterday": the measure is named once more. */
const SAID_AGAIN = new RegExp(
  `\\b(?:(?:right )?now |today |currently )?(?:minus|divided by|vs\\.?|versus|compared (?:to|with)|relative to|against|(?:in |as an? )?(?:percent(?:age)?|%|ratio|fraction|share|multiple) of) (?:the |that |what )?((?:[\\w/-]+ ){1,8}?)(${PAST_MOMENT})`,
);
const LITTLE_WORDS = /^(?:the|of|in|at|on|per|during|over|it|they|was|were|had|by|for|and|that|what|a|an)$/;
/** "more in the last 30 minutes than in the 30 minutes before". */
const PERIOD_BEFORE = new RegExp(
  `\\b(?:than|vs\\.?|versus|compared (?:to|with|against)|and|minus|against|relative to) (?:in |over |during |for )?(?:the )?(?:(${DURATION}) (?:before|prior|earlier|preceding)(?: (?:that|it|this))?|(?:previous|preceding|prior) (${DURATION}))\\b`,
);
const MOMENT = new RegExp(PAST_MOMENT);
const LEAD_IN =
  '(?:(?:now |today |right now )?(?:vs\\.?|versus|compared? (?:to|with|against)|relative to|than|against|minus|divided by|(?:as an? )?(?:multiple|ratio|fraction|percentage|percent) of|and|to|with|over|from)(?: the| exactly)? )*(?:what (?:(?:it|they) (?:was|were) )?|(?:traffic|value|rate|number|one)s? )?(?:it was |they were |that of |the value |(?:that|those)(?: of| in| at| during) (?:the )?)?';
const COMPARED_MOMENT = new RegExp(`\\b${LEAD_IN}${PAST_MOMENT}`);

/** Takes the words that only point to a comparison told before: "the difference, now minus then". */
export function takeThen(text: MaskedText): boolean {
  const isThen = text.take(THEN) !== undefined;
  return (
    text.take(
      /\b(?:the )?(?:difference|change|ratio) (?:in|of)\b|\b(?:give|show|tell) me the (?:difference|change|ratio)\b/,
    ) !== undefined || isThen
  );
}

/** Takes a comparison with the past, and the words that only say that there is one. */
export function takeComparison(text: MaskedText): Comparison | undefined {
  const offset = takeOffset(text);
  if (offset === undefined) return undefined;
  text.take(EITHER_WAY);
  // What stood before the moment is left without an object: "vs ?".
  text.take(/\b(?:vs\.?|versus|compared?(?: (?:to|with|against))?|than)\s*(?=$|[?.,])/);
  text.take(CHANGE);
  text.takeAll(/\b(?:today|now|right now|currently|further|(?:falls?|fell|fallen|falling)(?= (?:further )?behind))\b/);
  return { offset, form: formOf(text.original) };
}

/** Takes the moment or period that is compared with: how long before now it is, in seconds. */
function takeOffset(text: MaskedText): number | undefined {
  const overPeriod = text.take(OVER_PERIOD);
  if (overPeriod) return durationSeconds(overPeriod[1] ?? 'day');
  const before = text.take(PERIOD_BEFORE);
  const period = before?.[1] ?? before?.[2];
  if (period) return durationSeconds(period);
  const again = takeSaidAgain(text);
  if (again !== undefined) return again;
  if (!CUE.test(text.rest())) return undefined;
  const moment = text.take(COMPARED_MOMENT)?.[0];
  if (moment === undefined) return undefined;
  // Said once more: "are we selling more than yesterday? orders now divided by those at this time yesterday".
  text.take(THEN) ?? text.take(COMPARED_MOMENT);
  return momentOffset(MOMENT.exec(moment)?.[0] ?? moment);
}

/** The moment behind the second side, where nothing is said of that side but what was said of the first. */
function takeSaidAgain(text: MaskedText): number | undefined {
  const match = SAID_AGAIN.exec(text.rest());
  const [whole, words, moment] = match ?? [];
  if (!match || whole === undefined || words === undefined || moment === undefined) return undefined;
  const before = text
    .rest()
    .slice(0, match.index)
    .split(/[^\w/-]+/);
  const isNew = (word: string) => !LITTLE_WORDS.test(word) && !before.includes(word);
  if (words.trim().split(' ').some(isNew)) return undefined;
  // The unit stays: "in percent".
  const unit = /^(?:in|as an?) (?:percent(?:age)?|%)/.exec(whole)?.[0] ?? '';
  text.mask(match.index + unit.length, match.index + whole.length);
  return momentOffset(moment);
}

/** What is told of the two values, by the words of the whole question. */
export function formOf(text: string): ComparisonForm {
  if (/(?:percent(?:age)?|%) of (?:the|that|what)\b/.test(text)) return 'ratio';
  if (
    /\bdifference|\bdelta\b|by how (?:much|many)(?! percent)|how many (?:(?!percent)[\w/]+ ){0,4}?(?:more|fewer|less)\b|\bminus (?!how)|\b(?:gained|lost)\b|absolute/.test(
      text,
    ) &&
    !/percent|%|pct/.test(text)
  )
    return 'difference';
  if (/percent|%|pct/.test(text)) return 'percent';
  if (/divided|ratio|factor|multiple|times|how much (?:slower|faster|higher|lower|bigger|longer|more)|fold/.test(text))
    return 'ratio';
  return 'percent';
}
