import { type Period, takeAbsolute } from './absolute-time.ts';
import { type Comparison, takeComparison } from './comparison.ts';
import { DURATION } from './durations.ts';
import { asksTimeUntil, isForecast, speaksOfFuture, takeHorizon, takeTrendWords } from './future.ts';
import type { MaskedText } from './masked-text.ts';
import { momentOffset, PAST_MOMENT, takeClockTime, takeWholeDay } from './past-moment.ts';
import { anyOf } from './pattern.ts';
import { takeBack, takeLength, takeLookback, takeSince, takeSmoothing } from './period.ts';

/** What a question says about time. All durations in seconds. */
export interface TimePhrases {
  /** The answer is wanted as a curve. */
  readonly plot: boolean;
  /** "in the last 15 min". */
  readonly lookback?: number;
  /** "5m rate", "averaged over 10 minutes". */
  readonly smoothing?: number;
  /** The value at a moment in the past: "an hour ago". */
  readonly offset?: number;
  readonly comparison?: Comparison;
  /** "in four days", "tomorrow". */
  readonly horizon?: number;
  /** "how long until …": the time left is the answer. */
  readonly timeUntil: boolean;
  /** "at the current trend", "will": the future is meant even without a horizon. */
  readonly forecast: boolean;
  /** From "between 9:00 and 10:00" and the like. */
  readonly absolute?: Period;
}

const PLOT = new RegExp(
  `\\b${anyOf([
    ...['plot(?:ted)?', 'graph(?:ed)?', 'chart(?:ed)?', 'draw', 'visuali[sz]e'],
    ...['trend(?:ing)? (?:of|over|for|in|line)', 'trendline', 'timeline', 'as an? (?:time ?series|line)', 'over time'],
    ...['history of', 'historical', 'curve', 'evolution', 'evolv\\w*', 'develop(?:ing|ed|ment)', 'progress(?:ion|ed)'],
    '(?:an?|one) (?:line|curve) (?:per|for each|for every|by|each)',
    '(?:an?|one|1) (?:data ?)?points? (?:per|each|every|for each|for every) (?:\\d+ ?)?(?:seconds?|sec|s|minutes?|mins?|m|hours?|h)',
    ...['sparkline', 'time line', `(?:in|with) (?:an? )?${DURATION}[ -](?:steps?|intervals?|increments?)`],
  ])}\\b(?: (?:for|of|me)\\b)?`,
);
/** "show p95 of cart over the last 2 hours". */
const SHOWN_OVER =
  /^(?:\W|please |can you |could you )*(?:show|display|how (?:was|were|did|has|have))\b.*\b(?:over|during|across|for|through(?:out)?) (?:the )?(?:last|past|previous)\b/;
const REDUCED =
  /\b(?:how many|number of|count|total|top|bottom|which|average|avg|mean|max\w*|peak|min\w*|highest|lowest|sum|increase|most|least)\b/;
const AT_MOMENT = new RegExp(`\\b(?:at |was )?${PAST_MOMENT}`);

/**
 * Reads everything that concerns time and takes it out of the text. `now` is Unix seconds. The order decides what a phrase
 * is: a comparison and a beginning before a moment ("than an hour ago", "since an hour ago"), a period with "last" before a
 * bare one ("over the last 2h"). `core`: the question without its occasion, which says whether the future is meant.
 */
export function takeTimePhrases(text: MaskedText, now: number, core = text.original): TimePhrases {
  const comparison = takeComparison(text);
  const timeUntil = asksTimeUntil(comparison ? text.rest() : text.original);
  const isShown = SHOWN_OVER.test(text.original) && !REDUCED.test(text.original);
  const drawn = text.takeAll(PLOT).length > 0 || isShown;
  const horizon = comparison ? undefined : takeHorizon(text);
  const back = comparison ? undefined : takeBack(text);
  const since = back ?? takeSince(text, now);
  const clock = comparison ? undefined : takeClockTime(text, now);
  const wholeDay = comparison ? undefined : takeWholeDay(text, now);
  const moment = comparison || since !== undefined ? undefined : text.take(AT_MOMENT);
  const period = since ?? takeLookback(text, now) ?? (drawn ? takeLength(text) : undefined);
  const smoothed = takeSmoothing(text);
  // A curve "over 2h" spans two hours.
  const spans = drawn && period === undefined && /\bover\b/.test(text.original);
  const lookback = period ?? wholeDay?.lookback ?? (spans ? smoothed : undefined);
  const offset = wholeDay?.offset ?? clock ?? (moment && momentOffset(moment[0].replace(/^(?:at|was) /, '').trim()));
  const absolute = takeAbsolute(text, now);
  const forecast = speaksOfFuture(core) && (horizon !== undefined || isForecast(core));
  if (forecast || timeUntil) takeTrendWords(text);
  return {
    plot: drawn || back !== undefined,
    timeUntil,
    forecast,
    ...(lookback !== undefined && { lookback }),
    ...(smoothed !== undefined && !spans && { smoothing: smoothed }),
    ...(offset !== undefined && { offset }),
    ...(comparison && { comparison }),
    ...(horizon !== undefined && { horizon }),
    ...(absolute && { absolute }),
  };
}
