import { parse as parseDates } from 'chrono-node';
import { DURATION, durationSeconds } from './durations.ts';
import type { MaskedText } from './masked-text.ts';

export type ComparisonForm = 'percent' | 'ratio' | 'difference';

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
  readonly comparison?: { readonly offset: number; readonly form: ComparisonForm };
  /** "in four days", "tomorrow". */
  readonly horizon?: number;
  /** "how long until …": the time left is the answer. */
  readonly timeUntil: boolean;
  /** "at the current trend", "will": the future is meant even without a horizon. */
  readonly forecast: boolean;
  /** Unix seconds, from "between 9:00 and 10:00" and the like. */
  readonly absolute?: { readonly start: number; readonly end: number };
}

const PLOT =
  /\b(?:(?:plot(?:ted)?|graph(?:ed)?|chart(?:ed)?|draw|visuali[sz]e|trend(?:ing)? (?:of|over|for|in|line)|trendline|timeline|as an? (?:time ?series|line)|over time|history of|historical|curve|evolution|evolv\w*|develop(?:ing|ed|ment)|progress(?:ion|ed)|sparkline|time line)\b(?: (?:for|of|me))?)/g;
const COMPARE_CUE =
  /\b(?:vs\.?|versus|compar\w+(?: (?:to|with|against))?|relative to|than|against|minus|back then|divided by|differ\w*|(?:percent(?:age)?|%) change|change[ds]?|(?:more|less|fewer|slower|faster|higher|lower|bigger|smaller) )/;
const PAST_MOMENT = `(?:(?:(?:at |it was |what it was |they were |on )*(?:the |this |that )?same (?:time|hour|moment|minute)(?: of day)? )?(?:yesterday|last (?:week|month|night|year)|on? ?the (?:day|week) before|the (?:day|week|hour) before)(?: (?:at )?(?:this|the same) time)?|this time (?:yesterday|last (?:week|month))|${DURATION} (?:ago|earlier|before(?! it)|back|prior))`;
const FUTURE_CUE =
  /\b(?:will|would|gonna|going to|predict\w*|forecast\w*|project(?:ed|ion)|extrapolat\w*|expected|at (?:the |this )?(?:current |present |same )?(?:rate|trend|pace|speed|growth)|on (?:the )?current trend|keeps? (?:filling|growing|going|leaking|on)|run(?:s|ning)? out|exhaust\w*|until|till|when does|from now|tomorrow|next (?:hour|day|week|month))\b/;

function momentOffset(text: string): number {
  if (/last month/.test(text)) return 2_592_000;
  if (/last year/.test(text)) return 31_536_000;
  if (/last week|week before/.test(text)) return 604_800;
  if (/the hour before/.test(text)) return 3600;
  if (/yesterday|last night|day before/.test(text)) return 86_400;
  return durationSeconds(text.replace(/\s+(?:ago|earlier|before|back|prior)$/, ''));
}

function comparisonForm(text: string): ComparisonForm {
  if (/percent|%|pct/.test(text)) return 'percent';
  if (/\bdifference|\bdelta\b|by how (?:much|many)|how many (?:more|fewer|less)|\bminus\b|absolute/.test(text))
    return 'difference';
  if (/divided|ratio|factor|times|how much (?:slower|faster|higher|lower|bigger|longer|more)|fold/.test(text))
    return 'ratio';
  return 'percent';
}

function takeComparison(text: MaskedText): TimePhrases['comparison'] {
  const overPeriod = text.take(
    /\b(hour|day|week)[ -](?:over|on|by)[ -](?:hour|day|week)\b(?: (?:change|growth|difference))?/,
  );
  if (overPeriod) return { offset: durationSeconds(overPeriod[1] ?? 'day'), form: comparisonForm(text.original) };
  if (!COMPARE_CUE.test(text.rest()) || !new RegExp(`\\b${PAST_MOMENT}`).test(text.rest())) return undefined;
  const moment = text.take(
    new RegExp(
      `\\b(?:(?:now |today |right now )?(?:vs\\.?|versus|compared? (?:to|with|against)|relative to|than|against|minus|divided by|and|to|with|over|from)(?: the)? )*(?:what )?(?:it was |they were |that of |the value )?${PAST_MOMENT}`,
    ),
  );
  if (!moment) return undefined;
  const past = new RegExp(PAST_MOMENT).exec(moment[0])?.[0] ?? moment[0];
  text.take(/\b(?:vs\.?|versus|compared?(?: (?:to|with|against))?|than)\s*(?=$|[?.,])/);
  text.take(/\b(?:in |as )?(?:a )?(?:percent(?:age)?|%) (?:change|difference)\b|\bchange in (?:percent|%)/);
  text.takeAll(/\b(?:today|now|right now|currently)\b/);
  return { offset: momentOffset(past), form: comparisonForm(text.original) };
}

function takeHorizon(text: MaskedText): number | undefined {
  if (!FUTURE_CUE.test(text.rest())) return undefined;
  const named = text.take(
    /\b(?:by |in |within |for )?(?:the )?(tomorrow|next (?:hour|day|week|month))(?: (?:at )?(?:this|the same) time)?\b/,
  );
  if (named) return named[1] === 'tomorrow' ? 86_400 : durationSeconds((named[1] ?? '').replace('next ', ''));
  const counted = text.take(
    new RegExp(
      `\\b(?:with)?in (?:the )?(?:next |coming |following )?(${DURATION})(?: from now| time|'s time|s' time)?|\\bfor the next (${DURATION})|\\b(?:over|during) the (?:next|coming) (${DURATION})|\\b(${DURATION}) from now|\\bnext (${DURATION})`,
    ),
  );
  const words = counted?.slice(1).find((group) => group !== undefined);
  return words ? durationSeconds(words) : undefined;
}

function takeLookback(text: MaskedText, now: number): number | undefined {
  const match = text.take(
    new RegExp(
      `(?:\\b(?:in|over|during|within|for|across|throughout|from|of|at|based on|judging by|seen|using|the (?:rate|trend|growth|pace|way) (?:of|in)) )*\\b(?:the |these |this |its )?(?:very )?(?:last|past|previous|recent|trailing|prior|preceding|latest) (${DURATION})`,
    ),
  );
  if (match?.[1]) return durationSeconds(match[1]);
  const since = text.take(new RegExp(`\\bsince (?:(${DURATION}) ago|yesterday|last week|midnight)\\b`));
  if (since) {
    if (since[1]) return durationSeconds(since[1]);
    if (/midnight/.test(since[0])) return now % 86_400;
    return /week/.test(since[0]) ? 604_800 : 86_400;
  }
  if (text.take(/\b(?:so far )?today(?: so far)?\b(?! vs)/)) return Math.max(60, now % 86_400);
  return undefined;
}

function takeSmoothing(text: MaskedText): number | undefined {
  const match = text.take(
    new RegExp(
      `\\b(?:using |with |on |at |as )?(?:an? |the )?(?:rolling |sliding )?(${DURATION})[ -](?:rate|rates|window|moving average|rolling average|averages?|avg|mean|resolution|smoothing)\\b|\\b(?:judged|averaged|measured|calculated|computed|smoothed|taken|looked at|rate|average|increase|growth) (?:over|across|within|during|for) (?:the )?(?:an? )?(${DURATION})|\\b(?:over|within|during|across) (?:the )?(?:course of )?(${DURATION})`,
    ),
  );
  const words = match?.slice(1).find((group) => group !== undefined);
  return words ? durationSeconds(words) : undefined;
}

function takeAbsolute(text: MaskedText, now: number): TimePhrases['absolute'] {
  if (!/\b(?:since|between|from|on|at|this morning|this afternoon|tonight|overnight|yesterday)\b/.test(text.rest()))
    return undefined;
  if (
    !/\d{1,2}(?::\d\d|\s?[ap]m)|monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|morning|afternoon|\d{4}-\d\d-\d\d/.test(
      text.rest(),
    )
  )
    return undefined;
  const [found] = parseDates(text.rest(), { instant: new Date(now * 1000), timezone: 'UTC' }, { forwardDate: false });
  if (!found) return undefined;
  const start = found.start.date().getTime() / 1000;
  const end = found.end ? found.end.date().getTime() / 1000 : now;
  if (!(start < now) || end <= start) return undefined;
  const before = text
    .rest()
    .slice(0, found.index)
    .search(/(?:since|between|from|on|at)\s*$/);
  text.mask(before >= 0 ? before : found.index, found.index + found.text.length);
  return { start, end: Math.min(end, now) };
}

const TIME_UNTIL =
  /\b(?:(?:how (?:long|much time|soon|many (?:minutes|hours|days|weeks))|minutes|hours|days|weeks|time (?:left)?|eta) (?:is it |do we have |have we got |is left |are left |left |remaining |will it take |does it take )?(?:until|till|before|to)|when (?:will|does|do|is|are|would)(?=.*\b(?:full|run(?:s)? out|exhaust\w*|hit\w*|reach\w*|fill\w*|expire\w*)\b))/;

/** Reads everything that concerns time and takes it out of the text. `now` is Unix seconds. */
export function takeTimePhrases(text: MaskedText, now: number): TimePhrases {
  const forecastCue = FUTURE_CUE.test(text.original);
  const timeUntil = TIME_UNTIL.test(text.original);
  const comparison = takeComparison(text);
  const plotWords = text.takeAll(PLOT);
  const horizon = comparison ? undefined : takeHorizon(text);
  const back = comparison ? undefined : text.take(new RegExp(`\\b(${DURATION}) back\\b(?=\\s*$|[?.,])`));
  const moment = comparison || back ? undefined : text.take(new RegExp(`\\b(?:at |was )?${PAST_MOMENT}`));
  const lookback = back?.[1] ? durationSeconds(back[1]) : takeLookback(text, now);
  const smoothed = takeSmoothing(text);
  // A curve "over 2h" spans two hours.
  const spans = plotWords.length > 0 && lookback === undefined && /\bover\b/.test(text.original);
  const smoothing = spans ? undefined : smoothed;
  const absolute = takeAbsolute(text, now);
  const forecast =
    forecastCue &&
    (horizon !== undefined ||
      /\b(?:will|would|predict\w*|forecast\w*|trend|pace|run(?:s|ning)? out|keeps? (?:filling|growing)|exhaust\w*|extrapolat\w*|project(?:ed|ion))\b/.test(
        text.original,
      ));
  if (forecast || timeUntil) {
    text.takeAll(
      /\b(?:at|on) (?:the |this |its )?(?:current |present |same )?(?:rate|trend|pace|speed)(?: of(?: growth)?)?\b|\bif (?=.*\bkeeps?\b)/g,
    );
  }
  return {
    plot: plotWords.length > 0 || back !== undefined,
    timeUntil,
    forecast,
    ...((lookback ?? (spans ? smoothed : undefined)) !== undefined && { lookback: lookback ?? smoothed }),
    ...(smoothing !== undefined && { smoothing }),
    ...(moment && { offset: momentOffset(moment[0].replace(/^(?:at|was) /, '').trim()) }),
    ...(comparison && { comparison }),
    ...(horizon !== undefined && { horizon }),
    ...(absolute && { absolute }),
  };
}
