import type { MaskedText } from './masked-text.ts';
import { NUMBER, numberValue } from './numbers.ts';
import { SUPERLATIVE_HIGH, SUPERLATIVE_LOW } from './superlatives.ts';

/** "top 3", "the two slowest": how many and from which end; "which … has the highest" implies one. */
export interface Ranking {
  readonly direction: 'top' | 'bottom';
  readonly count: number;
  /** Where the things ranked are named: behind the number. */
  readonly end?: number;
}

/** More than anybody reads in one list. */
const LONGEST_LIST = 1000;

const END_AND_COUNT = new RegExp(
  `\\b(top|bottom|first)[ -]?${NUMBER}\\b(?: (?:of|by))?|\\b(?:single|(?:only|just) the|${NUMBER}) (?:of the )?(?=(?:${SUPERLATIVE_HIGH}|${SUPERLATIVE_LOW})\\b)`,
);
/** "which three pods use the most memory". */
const COUNT_BEFORE_THINGS = new RegExp(
  `(?:^|[.?!:;,-] )(?:the |our |show |give me |list |which |what are the )*${NUMBER}(?= (?:[\\w-]+ ){0,2}[a-z][\\w-]*s\\b.*\\b(?:more|${SUPERLATIVE_HIGH}|${SUPERLATIVE_LOW})\\b)`,
);
/** "busiest 5 commands". */
const COUNT_AFTER_SUPERLATIVE = new RegExp(`\\b(${SUPERLATIVE_HIGH}|${SUPERLATIVE_LOW}) ${NUMBER}(?= [a-z])`);
/** "which 3 queues get new messages". */
const WHICH_COUNT = new RegExp(`(?:^|[.?!:;-] )which ${NUMBER}(?= (?:[\\w-]+ )?[a-z][\\w-]*s\\b)`);
const STARTS_LOW = new RegExp(`^\\s*${SUPERLATIVE_LOW}\\b`);
const HIGH_WORD = new RegExp(`\\b${SUPERLATIVE_HIGH}\\b`);
const LOW_WORD = new RegExp(`\\b${SUPERLATIVE_LOW}\\b`);

export function takeRanking(text: MaskedText): Ranking | undefined {
  const ended = text.take(END_AND_COUNT);
  const counted = text.take(COUNT_BEFORE_THINGS) ?? text.take(WHICH_COUNT);
  if (counted?.[1]) {
    const low = /\b(?:least|fewest|lowest|smallest)\b/.test(text.rest());
    return ranking(low, counted[1], counted);
  }
  // The superlative stays in the text: it may be part of what is measured.
  const led = ended ? undefined : COUNT_AFTER_SUPERLATIVE.exec(text.rest());
  if (led?.[1] && led[2]) return ranking(STARTS_LOW.test(led[1]), led[2], led);
  if (!ended) return undefined;
  const after = text.rest().slice(ended.index + ended[0].length);
  // "the least fuel, only the worst"
  const isWorst = /^\s*worst\b/.test(after) && LOW_WORD.test(text.original);
  const low = ended[1] === 'bottom' || (ended[2] === undefined && (STARTS_LOW.test(after) || isWorst));
  return ranking(low, ended[2] ?? ended[3] ?? '1', ended);
}

function ranking(low: boolean, count: string, match: RegExpExecArray): Ranking {
  const whole = Math.max(1, Math.min(LONGEST_LIST, Math.round(numberValue(count))));
  return { direction: low ? 'bottom' : 'top', count: whole, end: match.index + match[0].length };
}

/** A superlative that implies a ranking: "which route is slowest". */
export function findSuperlative(text: MaskedText): Ranking | undefined {
  const high = HIGH_WORD.test(text.original);
  const low = LOW_WORD.test(text.original);
  return high || low ? { direction: low && !high ? 'bottom' : 'top', count: 1 } : undefined;
}
