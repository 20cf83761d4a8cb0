import type { Binary, Expr, MatrixSelector, Subquery, VectorSelector } from '../ast.ts';
import { isComparison } from '../ast.ts';
import { inferMetric } from '../infer-metric.ts';
import type { MetricCatalog } from '../metric-catalog.ts';
import { formatNumber } from '../number-literal.ts';
import { print } from '../print.ts';
import { valueType } from '../value-type.ts';
import { explainAggregate } from './aggregates.ts';
import { explainCall } from './calls.ts';
import { durationWords, groupingWords, list, matcherWords, matchingWords, timeWords, windowWords } from './words.ts';

export interface ExplainOptions {
  /** Lets raw counters be called running totals. */
  readonly catalog?: MetricCatalog | undefined;
}

/** A noun phrase; `loose` ones need brackets before anything can be added to them. */
export interface Phrase {
  readonly text: string;
  readonly loose: boolean;
}

export type Explain = (expr: Expr) => Phrase;

/** One plain English sentence that says what a query computes, in the words an on-call engineer would use. */
export function explain(expr: Expr, options: ExplainOptions = {}): string {
  const say: Explain = (node) => phrase(node, options, say);
  const { text } = say(expr);
  // A metric's name must not be capitalised, so it never starts the sentence.
  const named = !/^(?:the|1|minus|all|any)\b|^[(\dπ-]/.test(text);
  const sentence = named ? `the value of ${text}` : text;
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

export const tight = (text: string): Phrase => ({ text, loose: false });
export const loose = (text: string): Phrase => ({ text, loose: true });

/** The phrase as a part of a longer one. */
export function inner(phrase: Phrase): string {
  return phrase.loose ? `(${phrase.text})` : phrase.text;
}

function phrase(expr: Expr, options: ExplainOptions, say: Explain): Phrase {
  switch (expr.type) {
    case 'NumberLiteral':
      return tight(formatNumber(expr.value));
    case 'StringLiteral':
      return tight(`the text ${JSON.stringify(expr.value)}`);
    case 'Paren':
      return say(expr.expr);
    case 'Unary':
      return expr.op === '+' ? say(expr.expr) : tight(`minus ${inner(say(expr.expr))}`);
    case 'VectorSelector':
      return explainSelector(expr, options);
    case 'MatrixSelector':
      return explainWindow(expr);
    case 'Subquery':
      return explainSubquery(expr, say);
    case 'Aggregate':
      return explainAggregate(expr, say);
    case 'Call':
      return explainCall(expr, say);
    case 'Binary':
      return explainBinary(expr, say);
  }
}

function explainSelector(selector: VectorSelector, options: ExplainOptions): Phrase {
  const name = selector.name;
  const facts = name === undefined ? undefined : options.catalog?.metric(name);
  const counter = facts?.type === 'counter' ? 'the running total ' : '';
  return tight(`${counter}${seriesWords(selector)}${timeWords(selector)}`);
}

/** `http_requests_total (job is “api” and status matches “5..”)`. */
export function seriesWords(selector: VectorSelector, name: string | undefined = selector.name): string {
  const matchers = list(selector.matchers.map(matcherWords));
  if (name === undefined) return `all series whose ${matchers}`;
  return matchers === '' ? name : `${name} (${matchers})`;
}

function explainWindow(matrix: MatrixSelector): Phrase {
  return loose(
    `the samples of ${seriesWords(matrix.selector)} in ${windowWords(matrix.rangeMs)}${timeWords(matrix.selector)}`,
  );
}

function explainSubquery(subquery: Subquery, say: Explain): Phrase {
  const every = subquery.stepMs === undefined ? '' : ` every ${durationWords(subquery.stepMs)}`;
  return loose(
    `${inner(say(subquery.expr))}, evaluated${every} over ${windowWords(subquery.rangeMs)}${timeWords(subquery)}`,
  );
}

const COMPARISON_WORDS = {
  '==': 'equal to',
  '!=': 'different from',
  '<': 'below',
  '<=': 'at most',
  '>': 'above',
  '>=': 'at least',
} as const;

const ARITHMETIC_WORDS = {
  '+': 'plus',
  '-': 'minus',
  '*': 'times',
  '/': 'divided by',
  '%': 'modulo',
  '^': 'to the power of',
  atan2: 'atan2 with',
} as const;

function explainBinary(expr: Binary, say: Explain): Phrase {
  const special = explainShare(expr, say) ?? explainMean(expr) ?? explainJoin(expr, say);
  if (special !== undefined) return special;
  const left = leading(say(expr.left), isArithmetic(expr));
  const right = inner(say(expr.right));
  const matched = matchingWords(expr.matching);
  const { op } = expr;
  if (op === 'and') return loose(`${left}, only where ${right} has a result too${matched}`);
  if (op === 'or') return loose(`${left}, and where that has no result, ${right}${matched}`);
  if (op === 'unless') return loose(`${left}, except where ${right} has a result${matched}`);
  if (!isComparison(op)) return loose(`${left} ${ARITHMETIC_WORDS[op]} ${right}${matched}`);
  return explainComparison(expr, left, right, matched);
}

function isArithmetic(expr: Binary): boolean {
  return Object.hasOwn(ARITHMETIC_WORDS, expr.op);
}

/** What starts a phrase needs no brackets before ", only where …" unless it has such an addition itself. */
function leading(phrase: Phrase, bracket: boolean): string {
  const additions = phrase.text.replace(/\((?:[^()]|\([^()]*\))*\)/g, '').includes(', ');
  return bracket || additions ? inner(phrase) : phrase.text;
}

function explainComparison(expr: Binary, left: string, right: string, matched: string): Phrase {
  if (!isComparison(expr.op)) throw new TypeError(`not a comparison: ${expr.op}`);
  const verb = COMPARISON_WORDS[expr.op];
  if (expr.bool) return loose(`1 where ${left} is ${verb} ${right}, otherwise 0${matched}`);
  // `5 < x` keeps the samples of x, as `x > 5` does.
  if (valueType(expr.left) === 'scalar') return loose(`${right}, only where ${left} is ${verb} it`);
  return loose(`${left}, only where it is ${verb} ${right}${matched}`);
}

/** `a / b * 100` and `100 * a / b` are percentages. */
function explainShare(expr: Binary, say: Explain): Phrase | undefined {
  if (expr.op !== '*') return undefined;
  const quotient = isHundred(expr.right) ? strip(expr.left) : isHundred(expr.left) ? strip(expr.right) : undefined;
  if (quotient?.type !== 'Binary' || quotient.op !== '/') return undefined;
  if (valueType(quotient.right) === 'scalar' || valueType(quotient.left) === 'scalar') return undefined;
  const [part, whole] = [inner(say(quotient.left)), inner(say(quotient.right))];
  return loose(`${part} as a percentage of ${whole}${matchingWords(quotient.matching)}`);
}

function isHundred(expr: Expr): boolean {
  return expr.type === 'NumberLiteral' && expr.value === 100;
}

function strip(expr: Expr): Expr {
  return expr.type === 'Paren' ? strip(expr.expr) : expr;
}

/** `rate(x_sum[w]) / rate(x_count[w])`, aggregated alike, is the mean of x. */
function explainMean(expr: Binary): Phrase | undefined {
  if (expr.op !== '/' || expr.matching !== undefined) return undefined;
  const sum = print(strip(expr.left));
  const count = print(strip(expr.right));
  const [, family] = /\b(?:rate|irate|increase)\(([a-zA-Z_:][\w:]*)_sum[[{]/.exec(sum) ?? [];
  if (family === undefined || count !== sum.replace(`${family}_sum`, `${family}_count`)) return undefined;
  const window = findWindow(expr.left);
  if (window === undefined || inferMetric(`${family}_bucket`).family !== family) return undefined;
  const grouped = strip(expr.left);
  // Only one aggregation around one rate is certain to be a plain mean.
  const rated = grouped.type === 'Aggregate' && grouped.op === 'sum' ? strip(grouped.expr) : grouped;
  if (rated.type !== 'Call' || rated.args[0] !== window) return undefined;
  const per = grouped.type === 'Aggregate' ? groupingWords(grouped.grouping) : '';
  const series = seriesWords(window.selector, family);
  return tight(`the average${per} of ${series} over ${windowWords(window.rangeMs)}${timeWords(window.selector)}`);
}

function findWindow(expr: Expr): MatrixSelector | undefined {
  const bare = strip(expr);
  if (bare.type === 'MatrixSelector') return bare;
  if (bare.type === 'Aggregate') return findWindow(bare.expr);
  return bare.type === 'Call' && bare.args[0] !== undefined ? findWindow(bare.args[0]) : undefined;
}

/** `x * on(instance) group_left(version) build_info` adds labels and changes no value. */
function explainJoin(expr: Binary, say: Explain): Phrase | undefined {
  const { matching } = expr;
  if (expr.op !== '*' || matching?.group === undefined) return undefined;
  const [many, one] = matching.group === 'left' ? [expr.left, expr.right] : [expr.right, expr.left];
  const info = strip(one);
  if (info.type !== 'VectorSelector' || info.name === undefined || !/_info$/.test(info.name)) return undefined;
  const labels =
    matching.include.length === 0 ? 'kept only where it exists' : `with ${list(matching.include)} added from it`;
  const how =
    matching.kind === 'on'
      ? `on ${list(matching.labels) || 'nothing'}`
      : `on all labels except ${list(matching.labels)}`;
  return loose(`${inner(say(many))}, joined with ${inner(say(info))} ${how}, ${labels}`);
}
