import type { Aggregate, Expr } from '../ast.ts';
import { type Explain, inner, type Phrase, tight } from './explain.ts';
import { groupingWords, percentileWords } from './words.ts';

const NOUNS: Readonly<Record<string, string>> = {
  sum: 'the sum',
  avg: 'the average',
  min: 'the smallest value',
  max: 'the largest value',
  stddev: 'the standard deviation',
  stdvar: 'the variance',
  count: 'the number of series',
  group: '1 for each group of series',
};

/** "the sum per job of …": the grouping stands before the subject, so that nothing trails behind it. */
export function explainAggregate(expr: Aggregate, say: Explain): Phrase {
  const noun = NOUNS[expr.op] ?? parameterisedNoun(expr, expr.param === undefined ? '' : inner(say(expr.param)));
  return tight(`${noun}${groupingWords(expr.grouping)} of ${inner(say(expr.expr))}`);
}

function parameterisedNoun(expr: Aggregate, param: string): string {
  switch (expr.op) {
    case 'topk':
      return `the ${param} largest series`;
    case 'bottomk':
      return `the ${param} smallest series`;
    case 'limitk':
      return `any ${param} series`;
    case 'limit_ratio':
      return `a fixed sample (ratio ${param})`;
    case 'quantile':
      return `${quantileNoun(expr.param, param)} across series`;
    case 'count_values':
      return `the number of series with each value (written to the label ${labelOf(expr.param)})`;
  }
  return expr.op;
}

function quantileNoun(param: Expr | undefined, text: string): string {
  return param?.type === 'NumberLiteral' ? `the ${percentileWords(param.value)}` : `the quantile ${text}`;
}

function labelOf(param: Expr | undefined): string {
  return param?.type === 'StringLiteral' ? param.value : 'given';
}
