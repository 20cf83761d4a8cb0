import { DURATION, durationSeconds } from './durations.ts';
import type { MaskedText } from './masked-text.ts';
import { isFractionWord, NUMBER, numberValue } from './numbers.ts';
import { anyOf } from './pattern.ts';
import { speaksOfShare } from './share-words.ts';
import { findUnit, UNIT, type WrittenUnit } from './units.ts';

export type ThresholdOperator = '>' | '>=' | '<' | '<=' | '==' | '!=';

/** "more than 80 %": the number as written; `unit` when one follows; `fraction` for "a quarter". */
export interface Threshold {
  readonly operator: ThresholdOperator;
  readonly value: number;
  readonly unit?: WrittenUnit;
  readonly fraction: boolean;
  /** It may be how long something has been so: "down for more than 5 minutes". */
  readonly lasts?: true;
}

/** The longer phrases first: "greater than or equal" holds "greater than". Negations of them are read by `NEGATED`. */
const OPERATORS: readonly (readonly [ThresholdOperator, readonly string[]])[] = [
  ['>=', ['greater than or equal(?: to)?', 'at least', '>=', 'or more than']],
  ['<=', ['less than or equal(?: to)?', 'at most', 'up to', '<=']],
  ['!=', ['different from', 'other than exactly', '!=', '<>']],
  [
    '>',
    [
      ...['more than', 'greater than', 'higher than', 'larger than', 'bigger than', 'longer than', 'older than'],
      ...['slower than', 'worse than', 'above', 'over', 'exceed(?:s|ed|ing)?', 'in excess of', 'beyond'],
      ...['upwards of', '>', 'past the'],
    ],
  ],
  [
    '<',
    [
      ...['less than', 'fewer than', 'lower than', 'smaller than', 'shorter than', 'younger than', 'faster than'],
      ...['below', 'under', 'beneath', '<', 'short of'],
    ],
  ],
  ['==', ['exactly', 'equal(?:s|ing)?(?: to)?', '==', '=']],
];
const OPPOSITE: Readonly<Record<ThresholdOperator, ThresholdOperator>> = {
  '>': '<=',
  '>=': '<',
  '<': '>=',
  '<=': '>',
  '==': '!=',
  '!=': '==',
};
/** What turns the comparison right behind it into its opposite: "not exceeding", "does not exceed", "no longer above". */
const NEGATED =
  /\b(?:(?:(?:do|does|did|is|are|was|were|has|have|will|would|should|must) )?(?:not|never)|no(?: longer)?|cannot|(?:is|are|was|were|do|does|did|has|have|ca|wo)nt)(?: be)? $/;
/** "not answered within 300 ms". */
const NEGATED_WITHIN = new RegExp(
  `${NEGATED.source.slice(0, -1)}(?:[a-z]+ed |done |met |finish |complete |return |respond |answer |end |come back )?$`,
);

/** "with only one replica"; "consumer groups running on a single member", where "cpu on a single node" is a place. */
const SINGLE =
  /\b(?:with|on|has|have|having|down to|left with) (?:only|just|exactly) (?:one|a single|1)(?= [a-z])|\b(?:down to|left with) (?:(?:a|one) single|(?:only |just )?one)(?= [a-z])|(?<=^(?:which |list |what |show |show me |all |the |any )*(?:[a-z-]+ ){0,2}[a-z-]+[^\Ws]s (?:that |which |are |run |running |left |still )*)(?:with|running on|has|have|having|down to) (?:a|one) single(?= [a-z])/;
/** "late by over 5 minutes". */
const BY_OVER = new RegExp(`\\bby (more than|over|at least|less than|under) (${DURATION})`);
/** "firing for over an hour", "without a run for more than a day". */
const FOR_OVER = new RegExp(`\\bfor (?:well )?(over|more than|longer than|at least|upwards of) (${DURATION})`);
const LEAD_IN = '(?:\\b(?:is|are|was|were|has|have|with|by|of|still|being|goes|go|went) )*';
/** Groups: the number, its unit. */
const comparison = (phrases: readonly string[]) =>
  new RegExp(
    `${LEAD_IN}(?<![\\w-])${anyOf(phrases)}\\s*(?:a |an )?\\$?${NUMBER}\\s*(?:an? (?=${UNIT}))?(${UNIT})?(?: of)?(?!\\.\\d)(?=$|[\\s,.?!;:)])`,
  );
const COMPARISONS = OPERATORS.map(([operator, phrases]) => ({ operator, pattern: comparison(phrases) }));
/** "more than a minute". */
const THAN_ONE = new RegExp(
  `\\b(more|longer|older|slower|later|greater|larger|bigger|less|shorter|faster|younger|smaller) than (?:an?|one) (${UNIT})\\b(?! of the\\b)`,
);
/** "over a minute behind". */
const OVER_ONE = new RegExp(`\\b(over|under) (?:an?|one) (${UNIT}) (?=behind|old|late|stale)`);
/** "80 % or more". */
const TRAILING = new RegExp(
  `(?<![\\w.-])${NUMBER}\\s*(${UNIT})?(?: times| of them)?\\s+(?:or (more|above|higher|greater|over|less|fewer|below|lower))\\b(?! than)`,
);
/** "share of the time that at least one task waits". */
const SOME = /\bat least (?:one|1)\b(?= [a-z])/;
/** "where all threads are busy", "with all threads busy". */
const ALL_TAKEN =
  /(?:\b(?:with|having|have|has|had) all (?:of )?(?:the |its |their )?(?:[\w-]+ ){1,3}|\ball (?:of )?(?:the |its |their )?(?:[\w-]+ ){1,3}(?:are|is) )(?:busy|used|in use|taken|occupied|exhausted|used up)\b/;
const NON_ZERO = /\b(?:non-?zero|not zero|greater than zero|> ?0)\b/;
const AGE = new RegExp(`\\b(older|longer|staler|younger|newer|shorter) than (${DURATION})`);
/** "whose last run is more than a day ago". */
const LONGER_AGO = new RegExp(
  `\\b(more|longer|less|fewer) than (?:an? |one )?(${DURATION}|day|hour|week|minute) ago\\b`,
);
/** "no backup for a day or longer". */
const OR_LONGER = new RegExp(`\\bfor (?:the last )?(${DURATION}) (?:or|and) (?:longer|more)\\b`);
/** "share of requests within 300 ms". */
const FASTER = new RegExp(
  `\\b(?:within|inside(?: of)?|in under|in less than|in at most|in no more than|faster than|quicker than|under|below) (${DURATION})|\\bin (${DURATION}) or (?:faster|less|quicker|better|under|shorter)\\b`,
);

/** "how much of checkout finishes within half a second". */
const PART_OF = /\bhow (?:much|many) of\b/;

/** "our promise is 5 ms. What proportion of the calls makes it?" */
const PROMISED = new RegExp(
  `\\b(?:promise|target|goal|slo|sla|objective|deadline|limit)\\b(?: [\\w-]+){0,4}? (?:is|of|:|=|was) (${DURATION})`,
);

/** "what share of the calls misses it?" */
const MISSES =
  /\b(?:miss(?:es|ed)?|breaks?|broke|breach(?:es|ed)?|violat(?:es?|ed)|exceed(?:s|ed)?|slower|longer|above|over|outside|beyond|past)(?: than)?(?: (?:it|that|this|(?:the|our|its|their) (?:promise|target|goal|slo|sla|objective|deadline|limit)))?(?=\s*[.?!]*$)/;
const KEEPS =
  /\b(?:ma(?:kes?|de)|me(?:ets?|t)|ke(?:eps?|pt)|hits?|holds?|reach(?:es|ed)?|within|inside|under|below|faster)\b/;

/** Takes how long a bound has to be passed, in seconds: "above 80 % for more than 10 minutes". */
export function takeLasting(text: MaskedText): number | undefined {
  const pattern = [FOR_OVER, OR_LONGER].find((each) => hasNumberBeside(text.rest(), each));
  const words = pattern && text.take(pattern)?.at(-1);
  return words === undefined ? undefined : durationSeconds(words);
}

/** Takes what was promised, wherever it is said, when a share of what keeps it is asked. */
export function takePromise(text: MaskedText): Threshold | undefined {
  const promised = speaksOfShare(text.original) ? text.take(PROMISED)?.[1] : undefined;
  if (promised === undefined) return undefined;
  const missed = text.rest().search(MISSES);
  const kept = text.rest().search(KEEPS);
  const isNegated = NEGATED.test(text.rest().slice(0, missed < 0 ? kept : missed));
  text.take(MISSES);
  return duration(missed >= 0 !== isNegated ? '>' : '<=', promised);
}

/** "not up 100 % of the time": what is there all the same stays in the text. */
const NOT_WHOLE =
  /\b(not|never|(?:was|were|is|are)nt|(?:has|have)nt been) ((?:[a-z]+ ){0,2}?)100 ?(?:%|percent)(?! or)/;

function takeNotWhole(text: MaskedText): Threshold | undefined {
  const match = NOT_WHOLE.exec(text.rest());
  const [whole, negation, between] = match ?? [];
  if (!match || whole === undefined || negation === undefined || between === undefined) return undefined;
  text.mask(match.index, match.index + negation.length);
  text.mask(match.index + negation.length + 1 + between.length, match.index + whole.length);
  return threshold('<', '100', '%');
}

/** "nodes where more cpu is requested than they can allocate": a share of more than all. */
const BEYOND_BOUND =
  /\bmore\b[^.?!]*\bthan (?:the |its |their |it |they |what )?(?:[\w-]+ ){0,2}(?:can (?:allocate|hold|take|offer|give)|(?:is |are )?allocatable|limits?|capacity|quotas?)\b/;

/** Takes a match, and what is right before it that negates it. */
type Take = (pattern: RegExp, negated?: RegExp) => RegExpExecArray | undefined;

/** Takes the first comparison with a number, or nothing; behind a negation it is the opposite. */
export function takeThreshold(text: MaskedText): Threshold | undefined {
  const notWhole = takeNotWhole(text);
  if (notWhole) return notWhole;
  let isNegated = false;
  const read = readComparison(text, (pattern, negated = NEGATED) => {
    const before = text.rest();
    const match = text.take(pattern);
    const negation = match && negated.exec(before.slice(0, match.index));
    if (negation) text.mask(negation.index, match.index);
    isNegated = Boolean(negation);
    return match;
  });
  return read && isNegated ? { ...read, operator: OPPOSITE[read.operator] } : read;
}

/** The first comparison as it reads without a negation. */
function readComparison(text: MaskedText, take: Take): Threshold | undefined {
  const faster = speaksOfShare(text.original) || PART_OF.test(text.original) ? take(FASTER, NEGATED_WITHIN) : undefined;
  const most = faster?.[1] ?? faster?.[2];
  if (most !== undefined) return duration('<', most);
  const by = take(BY_OVER);
  if (by?.[2]) return duration(/less|under/.test(by[1] ?? '') ? '<' : by[1] === 'at least' ? '>=' : '>', by[2]);
  const forOver = take(FOR_OVER);
  if (forOver?.[2]) return { ...duration(forOver[1] === 'at least' ? '>=' : '>', forOver[2]), lasts: true };
  const atLeast = take(OR_LONGER)?.[1];
  if (atLeast) return { ...duration('>=', atLeast), lasts: true };
  const ago = take(LONGER_AGO);
  if (ago?.[2]) return duration(/^(?:more|longer)$/.test(ago[1] ?? '') ? '>' : '<', ago[2]);
  const aged = take(AGE);
  if (aged?.[2]) return duration(/^(?:older|longer|staler)$/.test(aged[1] ?? '') ? '>' : '<', aged[2]);
  if (speaksOfShare(text.original)) text.take(SOME);
  if (ALL_TAKEN.test(text.rest())) return { operator: '>=', value: 1, fraction: true };
  if (take(NON_ZERO)) return { operator: '>', value: 0, fraction: false };
  if (take(SINGLE)) return { operator: '==', value: 1, fraction: false };
  const trailing = take(TRAILING);
  if (trailing?.[1])
    return threshold(/more|above|higher|greater|over/.test(trailing[3] ?? '') ? '>=' : '<=', trailing[1], trailing[2]);
  const one = take(THAN_ONE);
  if (one?.[2])
    return threshold(/^(?:less|shorter|faster|younger|smaller)$/.test(one[1] ?? '') ? '<' : '>', '1', one[2]);
  const late = take(OVER_ONE);
  if (late?.[2]) return threshold(late[1] === 'under' ? '<' : '>', '1', late[2]);
  if (BEYOND_BOUND.test(text.rest())) return { operator: '>', value: 1, fraction: true };
  for (const { operator, pattern } of COMPARISONS) {
    if (isWindow(text, pattern) || OVER_ONE_THING.test(pattern.exec(text.rest())?.[0] ?? '')) continue;
    const match = take(pattern);
    if (!match?.[1]) continue;
    const read = threshold(operator, match[1], match[2]);
    // "more than 1.5 times what they asked for"
    const isMultiple = /^ ?times (?=the|its|their|what|as)/.test(text.rest().slice(match.index + match[0].length));
    if (isMultiple) text.take(/\btimes (?=the|its|their|what|as)/);
    return isMultiple ? { ...read, fraction: true } : read;
  }
  return undefined;
}

const BETWEEN = new RegExp(
  `\\bbetween ${NUMBER}\\s*${UNIT}? and ${NUMBER}(?! ?(?:am|pm|o'?clock|:))(?=$|[\\s,.?!%a-z])`,
);

/** Whether another bound than the one that was taken is left: "between 10 and 20", "… and less than 90 %". */
export function leavesBound(text: MaskedText, threshold: Threshold | undefined): boolean {
  if (BETWEEN.test(text.rest())) return true;
  if (!threshold) return false;
  return COMPARISONS.some(({ pattern }) => pattern.test(text.rest()) && !isWindow(text, pattern));
}

/** "above 80 % for more than 10 minutes": the number that is compared stands elsewhere. */
function hasNumberBeside(rest: string, pattern: RegExp): boolean {
  const others = rest.replace(pattern, ' ');
  return others !== rest && COMPARISONS.some((comparison) => comparison.pattern.test(others));
}

/** "requests over one connection": through it, and not more than it. */
const OVER_ONE_THING = /^(?:\w+ )*over (?:an? |one|a single)\s*$/;
const OVER_PERIOD = new RegExp(`over (?:the )?${DURATION}`);
/** No window is that short. */
const SPLIT_SECOND = /\d ?(?:ms|millis|milliseconds?|us|µs|microseconds?)\b/;
const HAS_AGE =
  /\b(?:age|old|older|lag|stale|latency|took|takes?|uptime|expire\w*|pending|waiting|duration|running|slow\w*|behind|needs?|lasts?|lasting|\w+_seconds)\b/;

/** "over 5 minutes" is a window, not a threshold, unless something can be that old or slow. */
function isWindow(text: MaskedText, pattern: RegExp): boolean {
  const match = pattern.exec(text.rest());
  if (!match || !/^(?:\w+ )*(?:over|up to|under|within)\s/.test(match[0]) || SPLIT_SECOND.test(match[0])) return false;
  return OVER_PERIOD.test(match[0]) && !HAS_AGE.test(text.original);
}

function duration(operator: ThresholdOperator, text: string): Threshold {
  return { operator, value: durationSeconds(text), unit: { base: 'seconds', factor: 1 }, fraction: false };
}

function threshold(operator: ThresholdOperator, number: string, unitText: string | undefined): Threshold {
  const unit = unitText ? findUnit(unitText) : undefined;
  return { operator, value: numberValue(number), fraction: !unit && isFractionWord(number), ...(unit && { unit }) };
}
