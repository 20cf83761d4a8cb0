import type { MaskedText } from './masked-text.ts';
import { anyOf } from './pattern.ts';

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
const OBJECTIVE = /\b(9\d(?:\.\d+)?)\s?(?:%|percent|per cent)?(?=\W|$)/;
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
  const said = text.take(OBJECTIVE)?.[1];
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
