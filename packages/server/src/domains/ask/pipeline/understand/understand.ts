import { createMaskedText, normaliseQuestion } from './masked-text.ts';
import { findRefusal, type Refusal } from './safety.ts';
import { findSuperlative, type Ranking, type Shape, takeShape } from './shape.ts';
import { type Threshold, takeThreshold } from './thresholds.ts';
import { type TimePhrases, takeTimePhrases } from './time-phrases.ts';
import { findUnit, UNIT, type WrittenUnit } from './units.ts';

/** A question with everything read that needs no catalog; `words` is what is left: the measure, its things and places. */
export interface Understanding {
  readonly question: string;
  readonly words: string;
  readonly refusal?: Refusal;
  readonly time: TimePhrases;
  readonly shape: Shape;
  readonly superlative?: Ranking;
  readonly threshold?: Threshold;
  /** "in percent", "in bits per second". */
  readonly askedUnit?: WrittenUnit;
  /** "of its limit", "vs the maximum": a share of a bound. */
  readonly relative: boolean;
  /** Text in quotes or braces, exactly as written. */
  readonly literals: readonly string[];
  /** `label=value` and `label="value"` as written. */
  readonly matchers: readonly {
    readonly label: string;
    readonly op: '=' | '!=' | '=~' | '!~';
    readonly value: string;
  }[];
  readonly negatedWords: readonly string[];
}

const MATCHER = /([a-zA-Z_][\w]*)\s?(=~|!~|!=|=)\s?"?([^\s",}]+)"?/;
const NEGATION =
  /\b(?:excluding|except(?: for)?|without(?: counting)?(?! any| a )|not counting|ignoring|other than|leaving out|apart from|minus|no|not|isnt|arent|wasnt|werent|besides)\s+(?:the\s+|any\s+)?((?:\/?[\w*./-]+)(?:(?:,| and| or)+ (?:\/?[\w*./-]+))*)/g;

const RELATIVE =
  /\b(?:vs\.?|versus|relative to|compared (?:to|with)|close(?:st|r)? to|out of|against|as part of|of) (?:its |their |the |what it |all )?(?:own |configured |allowed |available )?(?:\w+ ){0,2}?(?:max\w*|limits?|capacity|quota|allocatable|ceiling|cap)\b/;

const PHRASAL_UP =
  /\b(?:end|us|fill|tak|mak|pick|bring|show|set|sett|com|go|clean|back|speed|eat|pil|build|hold|start|wak|break|split|mess|follow|lin|sign|catch|warm|clos|sp|open|wrap|mov|clear|hurr|tidi)(?:s|e|es|ed|ing|ding|ping|ten)? up\b/g;

/** The first stage: reads structure, without knowing what is measured. `now` is Unix seconds. */
export function understand(question: string, now: number): Understanding {
  const original = normaliseQuestion(question);
  const text = createMaskedText(original);
  const refusal = findRefusal(original);
  const matchers = text.takeAll(MATCHER).map((match) => ({
    label: match[1] ?? '',
    op: (match[2] ?? '=') as '=' | '!=' | '=~' | '!~',
    value: match[3] ?? '',
  }));
  text.takeAll(/\([^()]*\b(?:and so on|etc\.?|and the like|for example|e\.?g\.?)[^()]*\)|\([^()]*\.\.\.?\s*\)/);
  // "ends up", "filling up": the particle says nothing of being up.
  for (const match of text.rest().matchAll(PHRASAL_UP))
    text.mask(match.index + match[0].length - 2, match.index + match[0].length);
  const literals = text.takeAll(/"([^"]{1,200})"/).map((match) => match[1] ?? '');
  const threshold1 = /\bwithin\b|\bin (?:under|less than)\b|\b(?:older|longer|slower|faster|younger) than\b/.test(
    original,
  )
    ? takeThreshold(text)
    : undefined;
  const time = takeTimePhrases(text, now);
  const threshold = threshold1 ?? takeThreshold(text);
  const askedUnit = takeAskedUnit(text);
  const negatedWords = [...text.rest().matchAll(NEGATION)]
    .flatMap((match) => (match[1] ?? '').split(/(?:,| and | or )\s*/))
    .map((word) => word.trim())
    .filter(Boolean);
  const shape = takeShape(text);
  const superlative = findSuperlative(text);
  return {
    question: original,
    words: text.rest(),
    time,
    shape,
    literals,
    matchers,
    negatedWords,
    relative: RELATIVE.test(original),
    ...(refusal && { refusal }),
    ...(superlative && { superlative }),
    ...(threshold && { threshold }),
    ...(askedUnit && { askedUnit }),
  };
}

function takeAskedUnit(text: ReturnType<typeof createMaskedText>): WrittenUnit | undefined {
  // Words that may also name the measure ("hit percentage") stay in the text.
  if (
    text.take(/\b(?:as an?|in) (?:percent(?:age)?|percents|%)|(?<![\d.])\s%(?: of)?|\bpct\b/) ||
    text.has(/\bpercent(?:age)?s?\b/)
  ) {
    return { base: 'percent', factor: 1 };
  }
  if (text.take(/\(0 ?(?:-|to|\.\.) ?1\)/) || text.has(/\b(?:fraction|ratio|share|proportion|portion)\b/))
    return { base: 'ratio', factor: 1 };
  if (RELATIVE.test(text.rest())) return { base: 'ratio', factor: 1 };
  const named = text.take(new RegExp(`\\b(?:in|as|how many)\\s+(${UNIT})(?=$|[\\s,.?!/])`));
  if (named?.[1]) return findUnit(named[1]);
  if (text.has(/\bcelsius\b|°c\b|\bdegrees\b|\bhow hot\b|\btemperatures?\b/)) return { base: 'celsius', factor: 1 };
  const bare = text.take(/\b(?:ms|millis|milliseconds|us|µs|microseconds)\b/);
  return bare ? findUnit(bare[0]) : undefined;
}
