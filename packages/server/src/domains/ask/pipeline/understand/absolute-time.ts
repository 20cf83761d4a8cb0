import { parse as parseDates } from 'chrono-node';
import type { MaskedText } from './masked-text.ts';

/** A period between two moments, in Unix seconds. */
export interface Period {
  readonly start: number;
  readonly end: number;
}

const CUE = /\b(?:since|between|from|on|at|this morning|this afternoon|tonight|overnight|yesterday)\b/;
const DATE_OR_TIME =
  /\d{1,2}(?::\d\d|\s?[ap]m)|monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|morning|afternoon|\d{4}-\d\d-\d\d/;
/** The parser looks at every word; a date stands near the first digit or weekday. */
const MOST_TEXT = 300;

/** The parser knows "9:00 to 10:00", not "between 9:00 and 10:00". Offsets stay. */
function untilFor(text: string): string {
  return text.replace(/\b(between [^,;?]{1,40}?) and\b/, '$1 to ');
}

/** Takes "between 9:00 and 10:00" and the like, up to now. Times without a zone are UTC. */
export function takeAbsolute(text: MaskedText, now: number): Period | undefined {
  const rest = text.rest();
  const date = CUE.test(rest) ? DATE_OR_TIME.exec(rest) : null;
  if (!date) return undefined;
  const from = Math.max(0, date.index - MOST_TEXT / 2);
  const [found] = parseDates(
    untilFor(rest.slice(from, from + MOST_TEXT)),
    { instant: new Date(now * 1000), timezone: 'UTC' },
    { forwardDate: false },
  );
  if (!found) return undefined;
  const start = found.start.date().getTime() / 1000;
  const end = found.end ? found.end.date().getTime() / 1000 : now;
  if (!(start < now) || end <= start) return undefined;
  const at = from + found.index;
  const preposition = rest.slice(0, at).search(/(?:since|between|from|on|at)\s*$/);
  text.mask(preposition >= 0 ? preposition : at, at + found.text.length);
  return { start, end: Math.min(end, now) };
}
