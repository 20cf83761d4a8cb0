import { DURATION, durationSeconds } from './durations.ts';
import type { MaskedText } from './masked-text.ts';
import { anyOf } from './pattern.ts';
import { DAY, WEEK } from './units.ts';

const BEFORE_PERIOD = [
  ...['in', 'over', 'during', 'within', 'for', 'across', 'throughout', 'from', 'of', 'at', 'based on', 'judging by'],
  ...['seen', 'using', 'the (?:rate|trend|growth|pace|way) (?:of|in)'],
];
const LAST = new RegExp(
  `(?:\\b${anyOf(BEFORE_PERIOD)} )*\\b(?:the |these |this |its )?(?:very )?(?:last|past|previous|recent|trailing|prior|preceding|latest) (${DURATION})`,
);
/** "plot p99 for 3h": only at the end, where it says how far back. */
const FOR_LENGTH = /\bfor (?:the )?(\d+ ?[a-z]+)(?=\s*$|\s*[.,?(])/;
const SINCE = new RegExp(`\\bsince (?:(${DURATION}) ago|yesterday|last week|midnight)\\b`);
const TODAY = /\b(?:so far )?today(?: so far)?\b(?! vs)/;
/** "how much did it grow in 30 minutes". */
const GREW_IN = new RegExp(
  `(?<=\\b(?:grow|grew|grown|gain|gained|rise|rose|increase|increased|drop|dropped|fall|fell|change|changed|shrink|shrank) )in (?:the )?(${DURATION})`,
);
/** "1h burn rate". */
const BURNING = new RegExp(`\\b(${DURATION})[ -]burn[ -]?rate\\b`);
const BACK = new RegExp(`\\b(${DURATION}) back\\b(?=\\s*$|[?.,])`);
const SMOOTHED = new RegExp(
  [
    `\\b(?:using |with |on |at |as )?(?:an? |the )?(?:rolling |sliding )?(${DURATION})[ -](?:(?:burn )?(?:rates?|ratio)|(?=(?:error|success|hit|failure) (?:rates?|ratio))|window|moving average|rolling average|averages?|avg|mean|resolution|smoothing)\\b`,
    `\\b(?:judged|averaged|measured|calculated|computed|smoothed|taken|looked at|rate|average|increase|growth) (?:over|across|within|during|for) (?:the )?(?:an? )?(${DURATION})`,
    `\\b(?:over|within|during|across) (?:the )?(?:course of )?(${DURATION})`,
  ].join('|'),
);

/** Takes "3h back" at the end of a sentence, in seconds. */
export function takeBack(text: MaskedText): number | undefined {
  const back = text.take(BACK)?.[1];
  return back === undefined ? undefined : durationSeconds(back);
}

/** Takes "in the last 15 min", "today", in seconds. `now` is Unix seconds. */
export function takeLookback(text: MaskedText, now: number): number | undefined {
  const last = text.take(LAST)?.[1] ?? text.take(GREW_IN)?.[1];
  if (last) return durationSeconds(last);
  return text.take(TODAY) ? Math.max(60, now % DAY) : undefined;
}

/** Takes how far back a curve goes: "for 3h", in seconds. */
export function takeLength(text: MaskedText): number | undefined {
  const length = FOR_LENGTH.exec(text.rest())?.[1];
  const seconds = length === undefined ? Number.NaN : durationSeconds(length);
  if (Number.isNaN(seconds)) return undefined;
  text.take(FOR_LENGTH);
  return seconds;
}

/** Takes "since 3 hours ago", "since midnight", in seconds. `now` is Unix seconds. */
export function takeSince(text: MaskedText, now: number): number | undefined {
  const since = text.take(SINCE);
  if (!since) return undefined;
  if (since[1]) return durationSeconds(since[1]);
  if (/midnight/.test(since[0])) return Math.max(60, now % DAY);
  return /week/.test(since[0]) ? WEEK : DAY;
}

/** Takes the window of a rate or average: "5m rate", "averaged over 10 minutes", in seconds. */
export function takeSmoothing(text: MaskedText): number | undefined {
  // The words of the budget were taken before.
  const burning = BURNING.exec(text.original)?.[1];
  if (burning !== undefined && text.take(new RegExp(`\\b${burning}(?=\\s)`))) return durationSeconds(burning);
  const words = text
    .take(SMOOTHED)
    ?.slice(1)
    .find((group) => group !== undefined);
  return words ? durationSeconds(words) : undefined;
}
