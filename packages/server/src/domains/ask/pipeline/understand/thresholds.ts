import { DURATION, durationSeconds } from './durations.ts';
import type { MaskedText } from './masked-text.ts';
import { isFractionWord, NUMBER, numberValue } from './numbers.ts';
import { findUnit, UNIT, type WrittenUnit } from './units.ts';

export type ThresholdOperator = '>' | '>=' | '<' | '<=' | '==' | '!=';

/** "more than 80 %": the number as written; `unit` when one follows; `fraction` for "a quarter". */
export interface Threshold {
  readonly operator: ThresholdOperator;
  readonly value: number;
  readonly unit?: WrittenUnit;
  readonly fraction: boolean;
}

const OPERATORS: readonly (readonly [string, ThresholdOperator])[] = [
  ['greater than or equal(?: to)?|at least|no less than|not less than|no fewer than|>=|or more than', '>='],
  ['less than or equal(?: to)?|at most|no more than|not more than|up to|<=|not above|not over', '<='],
  ['not equal(?: to)?|different from|other than exactly|!=|<>', '!='],
  [
    'more than|greater than|higher than|larger than|bigger than|longer than|older than|slower than|worse than|above|over|exceed(?:s|ed|ing)?|in excess of|beyond|upwards of|>|past the',
    '>',
  ],
  [
    'less than|fewer than|lower than|smaller than|shorter than|younger than|faster than|below|under|beneath|<|short of',
    '<',
  ],
  ['exactly|equal(?:s|ing)?(?: to)?|==|=', '=='],
];

const pattern = (words: string) =>
  new RegExp(
    `(?:\\b(?:is|are|was|were|has|have|with|by|of|still|being|goes|go|went) )*(?<![\\w-])(?:${words})\\s*(?:a |an )?\\$?${NUMBER}\\s*(${UNIT})?(?: of)?(?=$|[\\s,.?!;:)])`,
  );

const PATTERNS = OPERATORS.map(([words, operator]) => [pattern(words), operator] as const);
const TRAILING = new RegExp(
  `(?<![\\w.-])${NUMBER}\\s*(${UNIT})?\\s+(?:or (more|above|higher|greater|over|less|fewer|below|lower))\\b`,
);
const NON_ZERO = /\b(?:non-?zero|not zero|greater than zero|> ?0)\b/;

const LONGER_THAN = new RegExp(
  `\\b(older|longer|younger|newer|shorter) than ((?:an?|one) (?:second|minute|hour|day|week|month)|${DURATION})`,
);

/** Takes the first comparison with a number, or nothing. */
export function takeThreshold(text: MaskedText): Threshold | undefined {
  const within = /\b(?:share|percent\w*|ratio|fraction|proportion|portion)\b|%/.test(text.original)
    ? text.take(new RegExp(`\\b(?:within|in under|in less than|faster than|quicker than|under|below) (${DURATION})`))
    : undefined;
  if (within?.[1])
    return { operator: '<', value: durationSeconds(within[1]), unit: { base: 'seconds', factor: 1 }, fraction: false };
  const aged = text.take(LONGER_THAN);
  if (aged?.[2])
    return {
      operator: /old|long|more|over|great|exceed/.test(aged[1] ?? '') ? '>' : '<',
      value: durationSeconds(aged[2]),
      unit: { base: 'seconds', factor: 1 },
      fraction: false,
    };
  if (text.take(NON_ZERO)) return { operator: '>', value: 0, fraction: false };
  const trailing = text.take(TRAILING);
  if (trailing?.[1]) {
    const operator = /more|above|higher|greater|over/.test(trailing[3] ?? '') ? '>=' : '<=';
    return build(operator, trailing[1], trailing[2]);
  }
  for (const [words, operator] of PATTERNS) {
    if (isAgeOfPeriod(text, words)) continue;
    const match = text.take(words);
    if (match?.[1]) return build(operator, match[1], match[2]);
  }
  return undefined;
}

/** "over 5 minutes" is a window, not a threshold, unless something can be that old or slow. */
function isAgeOfPeriod(text: MaskedText, words: RegExp): boolean {
  const match = words.exec(text.rest());
  if (!match || !/^(?:\w+ )*(?:over|up to|under|within)\s/.test(match[0])) return false;
  return (
    new RegExp(`over (?:the )?${DURATION}`).test(match[0]) &&
    !/\b(?:age|old|older|lag|latency|took|takes?|uptime|expire\w*|pending|waiting|duration|running|slow\w*|behind)\b/.test(
      text.original,
    )
  );
}

function build(operator: ThresholdOperator, number: string, unitText: string | undefined): Threshold {
  const unit = unitText ? findUnit(unitText) : undefined;
  return { operator, value: numberValue(number), fraction: isFractionWord(number), ...(unit && { unit }) };
}
