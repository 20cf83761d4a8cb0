import { DURATION, durationSeconds } from './durations.ts';
import type { MaskedText } from './masked-text.ts';
import { anyOf } from './pattern.ts';
import { DAY } from './units.ts';

const CUE = new RegExp(
  `\\b${anyOf([
    ...['will', 'would', 'gonna', 'going to', 'predict\\w*', 'forecast\\w*', 'project(?:ed|ion)', 'extrapolat\\w*'],
    'expected',
    'any (?:guide|indication)',
    '(?:growing|rising|shrinking|going|moving|continu\\w+) (?:like|as|the way)',
    'judging by',
    'trend (?:continues|holds|goes on|persists|stays)',
    'at (?:the |this )?(?:current |present |same )?(?:rate|trend|pace|speed|growth)',
    'on (?:the )?current trend',
    'keeps? (?:filling|growing|going|leaking|on)',
    ...['run(?:s|ning)? out', 'exhaust\\w*', 'until', 'till', 'when does', 'from now', 'tomorrow'],
    'next (?:hour|day|week|month)',
  ])}\\b`,
);
/** Words that mean a forecast by themselves, without a horizon. */
const FORECAST =
  /\b(?:will|would|predict\w*|forecast\w*|trend|pace|run(?:s|ning)? out|keeps? (?:filling|growing)|exhaust\w*|extrapolat\w*|project(?:ed|ion)|any (?:guide|indication)|(?:growing|rising|shrinking|going) (?:like|as|the way))\b/;
/** "keys that will never expire" says what they are, not what will be. */
const NEVER =
  /\b(?:will|would) (?:never|not)\b|\bwould (?:like|want|need|prefer)\b|\b(?:close(?:r|st)?|near(?:est)?)\b[^.?!]{0,40}?\bto running out\b|\b(?:close|near|nearly|almost|next) (?:to )?(?:running out|being full|full|exhaust\w*)/g;
const TIME_UNTIL =
  /\b(?:in how (?:long|many (?:minutes|hours|days|weeks)) (?:will|would|do|does|is|are)\b|(?:how (?:long|much time|soon|many (?:minutes|hours|days|weeks))|minutes|hours|days|weeks|time (?:left)?|eta) (?:is it |do we have |have we got |is left |are left |left |remaining |will it take |does it take )?(?:until|till|before|to)|when (?:will|does|do|is|are|would)(?=.*\b(?:full|run(?:s)? out|exhaust\w*|hit\w*|reach\w*|fill\w*|expire\w*)\b))/;
const TREND_WORDS =
  /\b(?:extrapolat\w*|predict\w*|forecast\w*|project(?:ed|ion)) ?|\b(?:at|on) (?:the |this |its )?(?:current |present |same )?(?:rate|trend|pace|speed)(?: of(?: growth)?)?\b|\bif (?=.*\bkeeps?\b)|\btrend (?:continues|holds|goes on|persists|stays)\b/;
const NAMED_HORIZON =
  /\b(?:by |in |within |for )?(?:the )?(tomorrow|next (?:hour|day|week|month))(?: (?:at )?(?:this|the same) time)?\b/;
const COUNTED_HORIZON = new RegExp(
  [
    `\\b(?:with)?in (?:the )?(?:next |coming |following )?(${DURATION})(?: from now| time|'s time|s' time)?`,
    `\\bfor the next (${DURATION})`,
    `\\b(?:over|during) the (?:next|coming) (${DURATION})`,
    `\\b(${DURATION}) from now`,
    `\\bnext (${DURATION})`,
  ].join('|'),
);

/** Whether the sentence speaks of what is to come. */
export function speaksOfFuture(text: string): boolean {
  return CUE.test(text.replace(NEVER, ''));
}

export function isForecast(text: string): boolean {
  return FORECAST.test(text.replace(NEVER, ''));
}

/** "how long until …", "when will … be full": the time left is the answer. */
export function asksTimeUntil(text: string): boolean {
  return TIME_UNTIL.test(text);
}

/** Source of a pattern for what comes before the others do: "until the first certificate expires". */
export const FIRST_WORD = anyOf(['first', 'next', 'earliest', 'soonest', 'fastest', 'shortest']);

const RUNS_OUT =
  /\b(?:run(?:s|ning)? out|(?<!how )full|fill(?:s|ed|ing)? up|exhaust\w*|no (?:space|room)|out of (?:space|disk|memory|inodes)|overflow\w*|hit\w* (?:the|its|their) (?:limit|max\w*)|(?:above|over|past|beyond|reach\w*) (?:the|its|their) (?:\w+ )?(?:limit|max\w*)|exceed\w*)\b/;

/** Whether something is said to reach its end or its limit. */
export function speaksOfRunningOut(text: string): boolean {
  return RUNS_OUT.test(text);
}

/** What ends lies ahead without a word of the future: "licences that expire within a month". */
const ENDS = /\bexpir(?:e|es|ing|y)\b/;

/** Takes how far ahead, in seconds: "in four days", "tomorrow". */
export function takeHorizon(text: MaskedText): number | undefined {
  if (!speaksOfFuture(text.rest()) && !ENDS.test(text.rest())) return undefined;
  const named = text.take(NAMED_HORIZON)?.[1];
  if (named !== undefined) return named === 'tomorrow' ? DAY : durationSeconds(named.replace('next ', ''));
  const words = text
    .take(COUNTED_HORIZON)
    ?.slice(1)
    .find((group) => group !== undefined);
  return words ? durationSeconds(words) : undefined;
}

/** Takes the words by which a forecast is justified: "at the current rate". */
export function takeTrendWords(text: MaskedText): void {
  text.takeAll(TREND_WORDS);
}
