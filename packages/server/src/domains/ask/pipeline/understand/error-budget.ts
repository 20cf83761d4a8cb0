import type { MaskedText } from './masked-text.ts';
import { anyOf } from './pattern.ts';
import { PERIOD_UNIT } from './units.ts';

/** What is asked of an error budget. Terms as in the Site Reliability Workbook, "Alerting on SLOs". */
export interface ErrorBudget {
  /** The objective as a ratio: 0.999. */
  readonly objective: number;
  /** The objective was said; otherwise it is assumed. */
  readonly isSaid: boolean;
  readonly asks: 'burn-rate' | 'used' | 'left';
}

const ASSUMED_OBJECTIVE = 0.999;
const BUDGET = /\bburn[- ]?rates?\b|\b(?:error|slo|failure) budgets?\b|\bbudget burn(?:ed|t)?\b/;
const NINES = /\b(two|three|four|five|[2-5]) nines\b/;
const COUNTED_NINES: Readonly<Record<string, string>> = { two: '99', three: '99.9', four: '99.99', five: '99.999' };
const NAME_OF_OBJECTIVE = '(?:slo|objective|target)';
/** A number is an objective by its percent sign, or beside the word; "over the last 90 minutes" is a window. */
const OBJECTIVE = new RegExp(
  [
    '\\b(9\\d(?:\\.\\d+)?)\\s?(?:%|percent\\b|per cent\\b)',
    `\\b(9\\d(?:\\.\\d+)?) (?=(?:availability |success )?${NAME_OF_OBJECTIVE}\\b)`,
    `(?<=\\b${NAME_OF_OBJECTIVE}(?: of| is|:| =)? )(9\\d(?:\\.\\d+)?)(?![\\d.]*\\d)(?!\\s?${PERIOD_UNIT})`,
  ].join('|'),
);
const LEFT = /\b(?:left|remain\w*|still have|still there)\b/;
const USED = /\b(?:used(?: up)?|spent|consumed|eaten|gone)\b/;
const WORDS = new RegExp(
  `\\b${anyOf([
    '(?:how fast|how quickly|how much) (?:are|is|do|does|have|has) (?:we|\\w+) (?=burn|eat|us)',
    'burn[- ]?rates?',
    'burn(?:ing|s|ed|t)?(?: (?:through|down|up))?',
    '(?:error|slo|failure) budgets?',
    'budgets?',
    '(?:as|at) (?:a|an|what) (?:multiple|factor)',
    '(?:availability |success )?(?:slos?|objective|target)',
  ])}\\b`,
);

/** Takes "how fast are we burning the error budget (99.9 % SLO)". Nothing when no budget is spoken of. */
export function takeErrorBudget(text: MaskedText): ErrorBudget | undefined {
  if (!BUDGET.test(text.original)) return undefined;
  const said = takeObjective(text);
  text.takeAll(WORDS);
  const isLeft = text.take(LEFT) !== undefined;
  const isUsed = text.take(USED) !== undefined;
  return {
    // 99.9 is 0.999, where dividing gives 0.9990000000000001.
    objective: said === undefined ? ASSUMED_OBJECTIVE : Number((Number(said) / 100).toPrecision(12)),
    isSaid: said !== undefined,
    asks: isLeft ? 'left' : isUsed ? 'used' : 'burn-rate',
  };
}

/** In percent, as written. */
function takeObjective(text: MaskedText): string | undefined {
  const nines = text.take(NINES)?.[1];
  if (nines) return COUNTED_NINES[nines] ?? Object.values(COUNTED_NINES)[Number(nines) - 2];
  return text
    .take(OBJECTIVE)
    ?.slice(1)
    .find((group) => group !== undefined);
}
