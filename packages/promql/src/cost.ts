import type { Expr, Matcher, VectorSelector } from './ast.ts';
import { formatDuration } from './duration.ts';
import type { LabelFacts, MetricCatalog, MetricFacts } from './metric-catalog.ts';
import { compileRegex } from './regex.ts';
import { valueType } from './value-type.ts';
import { selectorName } from './walk.ts';

/** Limits of one query; what is left out is not limited. */
export interface CostBudget {
  readonly maxSamples?: number | undefined;
  readonly maxSeries?: number | undefined;
  /** Points a single output series may have; Prometheus refuses more than 11,000. */
  readonly maxPointsPerSeries?: number | undefined;
}

export interface CostOptions {
  readonly catalog: MetricCatalog;
  readonly kind: 'instant' | 'range';
  /** Length of a range query; ignored for instant queries. */
  readonly rangeSeconds?: number | undefined;
  readonly stepSeconds?: number | undefined;
  readonly budget?: CostBudget | undefined;
  /** Where the catalog knows no scrape interval; default 15. */
  readonly scrapeIntervalSeconds?: number | undefined;
}

/** Estimates, not promises: within a factor of two on most queries. */
export interface Cost {
  /** Series that the selectors match, each selector counted. */
  readonly seriesTouched: number;
  /** Samples as Prometheus counts `totalQueryableSamples`: for a subquery its points, not what they are made from. */
  readonly samples: number;
  /** Samples with those below subqueries: the work to be done, which the budget limits. */
  readonly samplesProcessed: number;
  readonly outputSeries: number;
  /** Evaluations: 1 for an instant query. */
  readonly steps: number;
  /** Metrics the catalog does not have; they count as nothing. */
  readonly unknownMetrics: readonly string[];
  readonly withinBudget: boolean;
  /** Which limit is exceeded, with the numbers and what to do; only when over budget. */
  readonly reason?: string | undefined;
  /** Coarsest change that fits: a step in seconds at which the query stays within the budget, if any does. */
  readonly suggestedStepSeconds?: number | undefined;
}

const DEFAULT_SCRAPE_SECONDS = 15;
/** Prometheus evaluates a subquery without a step at its global evaluation interval, one minute by default. */
const DEFAULT_SUBQUERY_STEP_MS = 60_000;
const SERVER_POINT_LIMIT = 11_000;

/** Estimates what a query costs before it is run. */
export function estimateCost(expr: Expr, options: CostOptions): Cost {
  const estimate = estimateAt(expr, options, options.stepSeconds ?? 60);
  const reason = overBudget(estimate, options);
  const base = { ...estimate, withinBudget: reason === undefined };
  if (reason === undefined) return base;
  return { ...base, reason, suggestedStepSeconds: findStep(expr, options) };
}

type Estimate = Pick<
  Cost,
  'seriesTouched' | 'samples' | 'samplesProcessed' | 'outputSeries' | 'steps' | 'unknownMetrics'
>;

function estimateAt(expr: Expr, options: CostOptions, stepSeconds: number): Estimate {
  const spanMs = options.kind === 'range' ? (options.rangeSeconds ?? 0) * 1000 : 0;
  const steps = options.kind === 'range' ? Math.floor(spanMs / (stepSeconds * 1000)) + 1 : 1;
  const tally: Tally = { options, seriesTouched: 0, samples: 0, hidden: 0, unknown: new Set() };
  const output = visit(expr, { steps, spanMs }, tally);
  return {
    seriesTouched: Math.round(tally.seriesTouched),
    samples: Math.round(tally.samples),
    samplesProcessed: Math.round(tally.samples + tally.hidden),
    outputSeries: valueType(expr) === 'scalar' ? 1 : Math.round(output.series),
    steps,
    unknownMetrics: [...tally.unknown],
  };
}

/** How often the part is evaluated, and over which span of time. */
interface Evaluation {
  readonly steps: number;
  readonly spanMs: number;
}

interface Tally {
  readonly options: CostOptions;
  seriesTouched: number;
  samples: number;
  /** Samples below subqueries. */
  hidden: number;
  readonly unknown: Set<string>;
}

/** Series an expression yields; `labels` are the label statistics of its metric while they are known. */
interface Output {
  readonly series: number;
  readonly labels: ReadonlyMap<string, LabelFacts> | undefined;
}

const NOTHING: Output = { series: 0, labels: undefined };

function visit(expr: Expr, evaluation: Evaluation, tally: Tally): Output {
  switch (expr.type) {
    case 'NumberLiteral':
    case 'StringLiteral':
      return { series: 1, labels: undefined };
    case 'VectorSelector':
      return visitSelector(expr, evaluation, tally, 1);
    case 'MatrixSelector':
      return visitSelector(expr.selector, evaluation, tally, expr.rangeMs / intervalMs(expr.selector, tally.options));
    case 'Subquery':
      return visitSubquery(expr, evaluation, tally);
    case 'Paren':
    case 'Unary':
      return visit(expr.expr, evaluation, tally);
    case 'Call':
      return visitCall(expr, evaluation, tally);
    case 'Aggregate':
      return visitAggregate(expr, evaluation, tally);
    case 'Binary':
      return visitBinary(expr, evaluation, tally);
  }
}

function visitSelector(selector: VectorSelector, evaluation: Evaluation, tally: Tally, points: number): Output {
  const matched = matchedSeries(selector, tally);
  tally.seriesTouched += matched.series;
  // Also with @ the server counts the samples anew at every step.
  tally.samples += matched.series * evaluation.steps * Math.max(points, 1);
  return matched;
}

function intervalMs(selector: VectorSelector, options: CostOptions): number {
  const name = selectorName(selector);
  const known = name === undefined ? undefined : options.catalog.metric(name)?.scrapeIntervalSeconds;
  return (known ?? options.scrapeIntervalSeconds ?? DEFAULT_SCRAPE_SECONDS) * 1000;
}

function visitSubquery(expr: Expr & { type: 'Subquery' }, evaluation: Evaluation, tally: Tally): Output {
  const stepMs = expr.stepMs ?? DEFAULT_SUBQUERY_STEP_MS;
  const spanMs = expr.rangeMs + (expr.at === undefined ? evaluation.spanMs : 0);
  const below: Tally = { ...tally, samples: 0, hidden: 0 };
  const inner = visit(expr.expr, { steps: Math.max(1, Math.floor(spanMs / stepMs)), spanMs }, below);
  tally.seriesTouched = below.seriesTouched;
  tally.hidden += below.samples + below.hidden;
  tally.samples += inner.series * evaluation.steps * Math.max(1, expr.rangeMs / stepMs);
  return inner;
}

function visitCall(call: Expr & { type: 'Call' }, evaluation: Evaluation, tally: Tally): Output {
  const outputs = call.args.map((arg) => visit(arg, evaluation, tally));
  const subject = call.args.findIndex((arg) => valueType(arg) === 'vector' || valueType(arg) === 'matrix');
  const output = outputs[subject];
  if (output === undefined || call.func === 'scalar' || call.func.startsWith('absent')) {
    return { series: 1, labels: undefined };
  }
  const buckets = call.func === 'histogram_quantile' ? (output.labels?.get('le')?.distinct ?? 1) : 1;
  return { series: Math.max(1, output.series / buckets), labels: output.labels };
}

function visitAggregate(expr: Expr & { type: 'Aggregate' }, evaluation: Evaluation, tally: Tally): Output {
  if (expr.param !== undefined) visit(expr.param, evaluation, tally);
  const inner = visit(expr.expr, evaluation, tally);
  if (inner.series === 0) return NOTHING;
  const groups = groupCount(expr, inner);
  const perGroup =
    ['topk', 'bottomk', 'limitk'].includes(expr.op) && expr.param?.type === 'NumberLiteral' ? expr.param.value : 1;
  return { series: Math.min(inner.series, groups * perGroup), labels: inner.labels };
}

function groupCount(expr: Expr & { type: 'Aggregate' }, inner: Output): number {
  const { grouping } = expr;
  if (grouping === undefined) return 1;
  const distinct = (label: string) => inner.labels?.get(label)?.distinct ?? 1;
  if (grouping.kind === 'without') return inner.series / combine(grouping.labels.map(distinct));
  return Math.min(inner.series, combine(grouping.labels.map(distinct)));
}

/** Number of combinations of labels that depend on one another: each further label counts half as strongly. */
function combine(distinct: readonly number[]): number {
  const sorted = [...distinct].sort((one, other) => other - one);
  return sorted.reduce((product, count, index) => product * count ** (1 / 2 ** index), 1);
}

function visitBinary(expr: Expr & { type: 'Binary' }, evaluation: Evaluation, tally: Tally): Output {
  const left = visit(expr.left, evaluation, tally);
  const right = visit(expr.right, evaluation, tally);
  if (valueType(expr.left) === 'scalar') return right;
  if (valueType(expr.right) === 'scalar') return left;
  if (expr.op === 'or') return { series: left.series + right.series, labels: left.labels };
  if (expr.op === 'and' || expr.op === 'unless') return left;
  if (expr.matching?.group === 'left') return left;
  if (expr.matching?.group === 'right') return right;
  return left.series <= right.series ? left : right;
}

function matchedSeries(selector: VectorSelector, tally: Tally): Output {
  const { catalog } = tally.options;
  const name = selectorName(selector);
  if (name === undefined) return matchedByPattern(selector, catalog);
  const facts = catalog.metric(name);
  if (facts === undefined) {
    tally.unknown.add(name);
    return NOTHING;
  }
  return { series: estimateMatches(selector, facts), labels: restrict(facts.labels, selector.matchers) };
}

function matchedByPattern(selector: VectorSelector, catalog: MetricCatalog): Output {
  const patterns = selector.matchers.filter((matcher) => matcher.label === '__name__');
  let series = 0;
  for (const name of catalog.metricNames()) {
    const facts = catalog.metric(name);
    if (facts === undefined || !patterns.every((pattern) => matches(pattern, name))) continue;
    const required = selector.matchers.filter((one) => one.label !== '__name__' && !matches(one, ''));
    if (required.some((one) => facts.labels.size > 0 && !facts.labels.has(one.label))) continue;
    series += estimateMatches(selector, facts);
  }
  return { series, labels: undefined };
}

function estimateMatches(selector: VectorSelector, facts: MetricFacts): number {
  const total = facts.seriesCount ?? 1;
  const shares = selector.matchers
    .filter((matcher) => matcher.label !== '__name__')
    .map((matcher) => shareOf(matcher, facts.labels.get(matcher.label)))
    .sort((one, other) => one - other);
  // Labels depend on one another (a pod has one namespace), so each further matcher counts half as strongly.
  const share = shares.reduce((product, one, index) => product * one ** (1 / 2 ** index), 1);
  return share === 0 ? 0 : Math.max(1, total * share);
}

/** Share of a metric's series that a matcher keeps. */
function shareOf(matcher: Matcher, facts: LabelFacts | undefined): number {
  if (facts === undefined) return matches(matcher, '') ? 1 : 0;
  const distinct = Math.max(1, facts.distinct);
  const kept = facts.values.filter((value) => matches(matcher, value)).length;
  // Series that lack the label match too, and nobody knows how many those are.
  if (matches(matcher, '')) return facts.values.length === 0 ? 1 : Math.max(0.5, kept / facts.values.length);
  if (facts.complete) return kept / Math.max(1, facts.values.length);
  if (facts.values.length === 0) return matcher.op === '=' ? 1 / distinct : 1;
  if (matcher.op === '=') return 1 / distinct;
  return Math.max(1 / distinct, kept / facts.values.length);
}

function matches(matcher: Matcher, value: string): boolean {
  if (matcher.op === '=') return matcher.value === value;
  if (matcher.op === '!=') return matcher.value !== value;
  const regex = compileRegex(matcher.value);
  return !regex.ok || regex.matches(value) === (matcher.op === '=~');
}

/** Label statistics after the matchers: a label pinned to one value has one. */
function restrict(
  labels: ReadonlyMap<string, LabelFacts>,
  matchers: readonly Matcher[],
): ReadonlyMap<string, LabelFacts> {
  if (matchers.length === 0) return labels;
  const rest = new Map(labels);
  for (const matcher of matchers) {
    const facts = labels.get(matcher.label);
    if (facts === undefined) continue;
    const distinct = Math.max(1, Math.round(facts.distinct * shareOf(matcher, facts)));
    rest.set(matcher.label, { ...facts, distinct });
  }
  return rest;
}

function overBudget(estimate: Estimate, options: CostOptions): string | undefined {
  const { maxSamples, maxSeries, maxPointsPerSeries = SERVER_POINT_LIMIT } = options.budget ?? {};
  if (options.kind === 'range' && estimate.steps > maxPointsPerSeries) {
    return `${count(estimate.steps)} points per series; the limit is ${count(maxPointsPerSeries)}. Use a longer step or a shorter range.`;
  }
  if (maxSeries !== undefined && estimate.seriesTouched > maxSeries) {
    return `About ${count(estimate.seriesTouched)} series; the budget is ${count(maxSeries)}. Add matchers that narrow the selection.`;
  }
  if (maxSamples === undefined || estimate.samplesProcessed <= maxSamples) return undefined;
  const times =
    options.kind === 'range'
      ? `, at ${count(estimate.steps)} points in time over ${formatDuration((options.rangeSeconds ?? 0) * 1000)}`
      : '';
  return `About ${count(estimate.samplesProcessed)} samples from ${count(estimate.seriesTouched)} series${times}; the budget is ${count(maxSamples)}. Add matchers, shorten the window, or use a longer step.`;
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** Doubles the step until the query fits; undefined when even one point does not. */
function findStep(expr: Expr, options: CostOptions): number | undefined {
  if (options.kind !== 'range') return undefined;
  const range = options.rangeSeconds ?? 0;
  for (let step = (options.stepSeconds ?? 60) * 2; step <= range; step *= 2) {
    if (overBudget(estimateAt(expr, options, step), options) === undefined) return step;
  }
  return undefined;
}
