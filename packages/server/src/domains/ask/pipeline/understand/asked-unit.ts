import type { MaskedText } from './masked-text.ts';
import { speaksOfShare } from './share-words.ts';
import { findUnit, UNIT, type WrittenUnit } from './units.ts';

const RELATIVE =
  /\b(?:vs\.?|versus|relative to|compared (?:to|with)|close(?:st|r)? to|near(?:ing|est|er)?(?: to)?|approach(?:es|ing)|out of|against|as part of|of) (?:its |their |the |what it |all )?(?:own |configured |allowed |available )?(?:\w+ ){0,2}?(?:max\w*|limits?|capacity|quota|allocatable|ceiling|cap|pool size)\b/;
/** "1.5 times the cpu they requested". */
const TIMES_BOUND =
  /\btimes (?:the |its |their |what |as much )(?:[\w-]+ ){0,4}?(?:request\w*|limits?|quotas?|allocat\w*|allowed|reserv\w*)\b/;
/** "relative to what each node can allocate". */
const RELATIVE_TO_ABLE =
  /\b(?:relative to|compared (?:to|with)|versus|vs\.?|against|of) (?:what|how much) (?:\w+ ){1,3}(?:can|could|may|is able to|is allowed to) \w+/;
/** "how close to running out". */
const NEAR_END = /\b(?:how (?:close|near)|closest|nearest)\b[^.?!]*\bto (?:running out|being full|exhaust\w*)/;
const NAMED = new RegExp(`\\b(?:in|as|how many)\\s+(${UNIT})(?=$|[\\s,.?!/])`);

/** "(the longest, seconds)", "…, in the end, ms". */
const NOTED =
  /[(,?.] ?(seconds?|secs?|minutes?|mins?|hours?|days?|ms|milliseconds?|bytes|[kmg]i?b)\)?(?:,? (?:please|pls|plz|thanks|thx))?\s*[?.!]*$/;

/** Tells that a share is meant, and nothing of what. */
const NEARING = /\b(?:near(?:ing)?|approach(?:es|ing)) (?=(?:to )?(?:its|their|the) )/;

const PERCENT: WrittenUnit = { base: 'percent', factor: 1 };
const RATIO: WrittenUnit = { base: 'ratio', factor: 1 };
const CELSIUS: WrittenUnit = { base: 'celsius', factor: 1 };

/** "of its limit", "vs the maximum": a share of a bound is meant. */
export function isRelative(text: string): boolean {
  return NEAR_END.test(text) || RELATIVE.test(text) || TIMES_BOUND.test(text) || RELATIVE_TO_ABLE.test(text);
}

/** Takes the unit that the answer is wanted in. Words that may also name the measure ("hit percentage") stay in the text. */
export function takeAskedUnit(text: MaskedText): WrittenUnit | undefined {
  const isPercent =
    text.take(/\b(?:as an?|in) (?:percent(?:age)?|percents|%)|(?<![\d.])\s%(?: of)?|\bpct\b/) !== undefined ||
    text.has(/\bpercent(?:age)?s?\b/);
  if (isPercent) return PERCENT;
  const isRatio =
    text.take(/\(0 ?(?:-|to|\.\.) ?1\)/) !== undefined || speaksOfShare(text.rest()) || isRelative(text.rest());
  if (isRatio) {
    text.take(NEARING);
    return RATIO;
  }
  const named = text.take(NAMED) ?? text.take(NOTED);
  if (named?.[1]) return findUnit(named[1]);
  if (text.has(/\bcelsius\b|°c\b|\bdegrees\b|\bhow hot\b|\btemperatures?\b/)) return CELSIUS;
  // Not "us": who is paged is no unit.
  const bare = text.take(/\b(?:ms|millis|milliseconds|µs|microseconds)\b/);
  return bare && findUnit(bare[0]);
}
