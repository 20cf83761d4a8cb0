import { createMaskedText } from '../understand/masked-text.ts';
import { takeTimePhrases } from '../understand/time-phrases.ts';

/** Parts of a question that can be changed alone, as they were written. */
export interface Pieces {
  readonly percentile?: string;
  readonly grouping?: string;
  readonly time?: string;
  readonly ranking?: string;
  readonly unit?: string;
  /** What is left. */
  readonly rest: string;
}

const NOUN = '[a-z_][\\w.:/-]*';
/** Words that cannot go on the name of what is grouped by. */
const STOP =
  '(?:for|of|in|on|over|at|with|and|or|to|from|is|are|was|compared|vs|versus|since|during|last|past|right|now|as|above|below|than|between|when|that|which)';
const THING = `${NOUN}(?: (?!${STOP}\\b)${NOUN}){0,2}`;
const PERCENTILE =
  /\b(?:p\d{1,2}(?:\.\d+)?|p999|p100|\d{1,2}(?:st|nd|rd|th) percentile|median|average|avg|mean|max(?:imum)?|min(?:imum)?)\b/;
const PATTERNS = {
  percentile: PERCENTILE,
  grouping: new RegExp(
    `\\b(?:of |for )?(?:(?:broken down|split|grouped?|separated) (?:by|per)|by|per(?! (?:second|minute|hour|day|sec|min)\\b)|for each|each)\\s+(?:the )?${THING}(?:(?: and |, ?)${THING})*`,
  ),
  ranking: /\b(?:top|bottom) \d+\b/,
  unit: /\b(?:in|as a|as) (?:%|percent(?:age)?|ms|milliseconds|seconds|minutes|hours|days|bytes|[kmgt]i?b|bits(?: per second)?|ratio|fraction)(?=$|\s)/,
} as const;

const COMPARISON = /\b(?:vs\.?|versus|compared (?:to|with)|relative to|than)\b/;

/** "by route", "of each node", and the text without it. */
export function takeGrouping(text: string): { readonly grouping?: string; readonly rest: string } {
  const match = PATTERNS.grouping.exec(text)?.[0];
  return match === undefined ? { rest: text } : { grouping: match, rest: text.replace(match, ' ') };
}

/** Takes the changeable parts out of normalised text. `now` is Unix seconds. */
export function takePieces(text: string, now: number): Pieces {
  const masked = createMaskedText(text);
  takeTimePhrases(masked, now);
  const timeless = masked.rest();
  const time = [...text]
    .map((char, index) => (timeless[index] === ' ' ? char : ' '))
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
  const taken: Record<string, string> = {};
  let rest = timeless;
  for (const [name, pattern] of Object.entries(PATTERNS)) {
    const match = pattern.exec(rest)?.[0];
    if (match === undefined) continue;
    taken[name] = match;
    rest = rest.replace(match, ' ');
  }
  // The cue of a comparison belongs to its time: "vs last week".
  const cue = time === '' ? undefined : COMPARISON.exec(rest)?.[0];
  if (cue !== undefined) rest = rest.replace(cue, ' ');
  const since = time === '' ? undefined : /\b(?:since|over|during|for|from)\s*$/.exec(rest.trimEnd())?.[0];
  if (since !== undefined) rest = rest.slice(0, rest.trimEnd().length - since.length);
  const whole = [cue, cue === undefined ? since?.trim() : undefined, time].filter(
    (part) => part !== undefined && part !== '',
  );
  return { ...taken, ...(whole.length > 0 && { time: whole.join(' ') }), rest };
}

const PERCENTILE_OF = new RegExp(`${PERCENTILE.source}(?: of)?`);

/** Puts the percentile in the place of another, or else before the words. */
export function withPercentile(words: string, percentile: string): string {
  return PERCENTILE_OF.test(words) ? words.replace(PERCENTILE_OF, percentile) : `${percentile} of ${words}`;
}
