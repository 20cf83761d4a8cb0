import { build, type Expr } from '@locum/promql';
import type { CatalogSnapshot, MetricFamily } from '../../../catalog/index.ts';
import type { Binding } from '../ground/binding.ts';
import type { MatcherSpec } from '../ground/outcomes.ts';
import type { Understanding } from '../understand/understand.ts';
import { type Grouping, type Lift, lift, NATURAL, withModifiers } from './lift.ts';

/** A measure read as a query, and what its numbers are. */
export interface Reading {
  readonly expr: Expr;
  /** Unit of the result; a counter's rate is per second. */
  readonly unit: string;
  readonly perSecond: boolean;
  readonly words: string;
  /** The question's threshold is part of the reading already. */
  readonly thresholdSpent?: true;
  /** Another common way to read the same measure. */
  readonly others: readonly { readonly expr: Expr; readonly words: string }[];
}

/** Why a measure cannot give what was asked. */
export interface Unreadable {
  readonly problem: string;
}

export interface ReadContext {
  readonly binding: Binding;
  readonly understanding: Understanding;
  readonly snapshot: CatalogSnapshot;
  readonly grouping: Grouping;
  readonly windowMs: number;
  readonly windowAsked: boolean;
  readonly counters: Lift['counters'];
  readonly offsetMs?: number;
  readonly wantsFraction: boolean;
}

export function isUnreadable(reading: object): reading is Unreadable {
  return 'problem' in reading;
}

function liftContext(context: ReadContext, filters: readonly MatcherSpec[] = context.binding.filters): Lift {
  const { measure } = context.binding;
  return {
    snapshot: context.snapshot,
    filters,
    grouping: context.grouping,
    counters: context.counters,
    windowMs: context.windowMs,
    windowAsked: context.windowAsked,
    combine: measure.combine,
    ...(context.offsetMs !== undefined && { offsetMs: context.offsetMs }),
    ...(measure.keys && { keys: measure.keys }),
    summed:
      measure.unit === 'seconds' &&
      /\b(?:added up|summed|sum of|in total|altogether)\b/.test(context.understanding.question),
  };
}

/** Puts the question's window, filters and grouping around a measure, by the type of its metrics. */
export function readMeasure(context: ReadContext): Reading | Unreadable {
  const { measure } = context.binding;
  if (measure.kind === 'histogram') return readHistogram(context);
  if (measure.kind === 'summary') return readSummary(context);
  if (measure.kind === 'counter' || measure.kind === 'gauge') {
    const part = measure.holds ? undefined : partOfWhole(context);
    if (part) return part;
  }
  const filters = context.binding.outcome
    ? [...context.binding.filters, context.binding.outcome]
    : context.binding.filters;
  const perSecond = measure.kind === 'counter' && context.counters === 'rate';
  return {
    expr: lift(measure.expr, liftContext(context, filters)),
    unit: measure.unit,
    perSecond,
    words: measure.title,
    others: [],
  };
}

/** "error rate", "share of declined": the part with the wished outcome over the whole. */
function partOfWhole(context: ReadContext): Reading | undefined {
  const { binding, understanding } = context;
  if (!context.wantsFraction || binding.measure.unit === 'ratio' || binding.measure.unit === 'percent')
    return undefined;
  const inner: ReadContext =
    context.grouping.kind === 'natural' ? { ...context, grouping: { kind: 'by', labels: [] } } : context;
  const own = binding.outcome
    ? [binding.outcome]
    : binding.filters.filter((filter) => isPart(filter.label) && !binding.groups.includes(filter.label));
  const rest = binding.outcome ? binding.filters : binding.filters.filter((filter) => !own.includes(filter));
  if (own.length === 0) return shareOfAll(context, inner) ?? shareOfTotal(context, understanding);
  const part = lift(binding.measure.expr, liftContext(inner, [...rest, ...own]));
  const whole = lift(binding.measure.expr, liftContext(inner, rest));
  const words = `share of ${binding.measure.title} with ${own.map((filter) => `${filter.label}${filter.op}"${filter.value}"`).join(', ')}`;
  return { expr: build.binary('/', part, whole), unit: 'ratio', perSecond: false, words, others: [] };
}

/** A measure that is one outcome by its own matchers: the same without them is the whole. */
function shareOfAll(context: ReadContext, inner: ReadContext): Reading | undefined {
  const { measure, filters } = context.binding;
  if (measure.expr.type !== 'VectorSelector') return undefined;
  const others = measure.expr.matchers.filter(
    (matcher) => !/status|code|result|outcome|state|type/.test(matcher.label),
  );
  if (others.length === measure.expr.matchers.length) return undefined;
  const part = lift(measure.expr, liftContext(inner, filters));
  const whole = lift({ ...measure.expr, matchers: others }, liftContext(inner, filters));
  return {
    expr: build.binary('/', part, whole),
    unit: 'ratio',
    perSecond: false,
    words: `share of ${measure.title}`,
    others: [],
  };
}

/** "share of traffic per route": each group over the total. */
function shareOfTotal(context: ReadContext, understanding: Understanding): Reading | undefined {
  if (!/\b(?:share|percent\w*|proportion|portion|fraction|part)\b|%/.test(understanding.question)) return undefined;
  if (context.grouping.kind === 'natural' || context.grouping.labels.length === 0) return undefined;
  const part = lift(context.binding.measure.expr, liftContext(context));
  const whole = lift(context.binding.measure.expr, liftContext({ ...context, grouping: { kind: 'by', labels: [] } }));
  const matching = { kind: 'on' as const, labels: [], group: 'left' as const, include: [] };
  return {
    expr: build.binary('/', part, whole, { matching }),
    unit: 'ratio',
    perSecond: false,
    words: `share of ${context.binding.measure.title}`,
    others: [],
  };
}

/** Labels whose values are parts of a whole, rather than things of their own. */
function isPart(label: string): boolean {
  return /status|code|result|outcome|state|phase|reason|type|mode|level|kind|exception|condition|quantile|memtype|area/.test(
    label,
  );
}

function familyOf(context: ReadContext): MetricFamily | undefined {
  const { expr } = context.binding.measure;
  return expr.type === 'VectorSelector' ? context.snapshot.families.get(expr.name ?? '') : undefined;
}

function seriesOf(family: MetricFamily, role: string): string | undefined {
  return family.series.find((facts) => facts.role === role)?.name;
}

function withOutcome(context: ReadContext): readonly MatcherSpec[] {
  return context.binding.outcome ? [...context.binding.filters, context.binding.outcome] : context.binding.filters;
}

function rateOf(
  name: string,
  context: ReadContext,
  filters: readonly MatcherSpec[],
  extra: readonly MatcherSpec[] = [],
): Expr {
  const base = context.binding.measure.expr;
  const matchers = base.type === 'VectorSelector' ? base.matchers : [];
  const selector = withModifiers(
    { ...build.selector(name), matchers },
    {
      snapshot: context.snapshot,
      filters: [...filters, ...extra],
      ...(context.offsetMs !== undefined && { offsetMs: context.offsetMs }),
    },
  );
  return build.call(context.counters === 'increase' ? 'increase' : 'rate', build.range(selector, context.windowMs));
}

function groupLabels(context: ReadContext): readonly string[] {
  return context.grouping.kind === 'by' ? context.grouping.labels : (context.binding.measure.keys ?? []);
}

function sumBy(labels: readonly string[], expr: Expr): Expr {
  return build.sumBy(labels, expr);
}

function readHistogram(context: ReadContext): Reading | Unreadable {
  const family = familyOf(context);
  if (!family) return { problem: 'The histogram has no series.' };
  const { shape, question } = context.understanding;
  const { measure } = context.binding;
  const labels = groupLabels(context);
  const filters = withOutcome(context);
  const bucket = seriesOf(family, 'bucket');
  const sum = seriesOf(family, 'sum');
  const count = seriesOf(family, 'count');
  const native = family.type === 'native_histogram' || bucket === undefined;
  const quantile = (level: number): Expr =>
    native
      ? build.call(
          'histogram_quantile',
          build.number(level),
          sumBy(labels, rateOf(family.name, { ...context, counters: 'rate' }, filters)),
        )
      : build.call(
          'histogram_quantile',
          build.number(level),
          sumBy(['le', ...labels], rateOf(bucket, { ...context, counters: 'rate' }, filters)),
        );
  const total = (name: string | undefined, wrap: 'histogram_sum' | 'histogram_count'): Expr =>
    name
      ? sumBy(labels, rateOf(name, context, filters))
      : build.call(wrap, sumBy(labels, rateOf(family.name, context, filters)));
  const average = (): Expr => build.binary('/', total(sum, 'histogram_sum'), total(count, 'histogram_count'));
  const requests = (): Expr => total(count, 'histogram_count');
  const part = countShare(context, count, labels);
  if (part) return part;
  const below = shareBelow(context, family, bucket, count, labels);
  if (below) return below;
  const [level] = shape.percentiles;
  if (level !== undefined)
    return {
      expr: quantile(level),
      unit: measure.unit,
      perSecond: false,
      words: `p${round(level * 100)} of ${measure.title}`,
      others: [{ expr: average(), words: `average of ${measure.title}` }],
    };
  const averaged =
    shape.aggregators.includes('avg') || /\b(?:average|avg|mean|typical(?:ly)?|on average)\b/.test(question);
  if (
    !averaged &&
    (shape.perSeconds !== undefined ||
      /\b(?:throughput|requests? rate|rate of requests|how many|number of|rps|qps|traffic)\b/.test(question))
  ) {
    return {
      expr: requests(),
      unit: 'count',
      perSecond: context.counters === 'rate',
      words: `number of ${measure.title}`,
      others: [],
    };
  }
  if (averaged || !/second|time|duration|latency/.test(`${measure.unit} ${family.name}`))
    return {
      expr: average(),
      unit: measure.unit,
      perSecond: false,
      words: `average of ${measure.title}`,
      others: [{ expr: quantile(0.95), words: `p95 of ${measure.title}` }],
    };
  return {
    expr: quantile(0.95),
    unit: measure.unit,
    perSecond: false,
    words: `p95 of ${measure.title}`,
    others: [
      { expr: average(), words: `average of ${measure.title}` },
      { expr: quantile(0.99), words: `p99 of ${measure.title}` },
      { expr: quantile(0.5), words: `median of ${measure.title}` },
    ],
  };
}

/** Error ratios where a histogram's count is the only request counter. */
function countShare(context: ReadContext, count: string | undefined, labels: readonly string[]): Reading | undefined {
  if (!context.wantsFraction || !context.binding.outcome || !count) return undefined;
  const part = sumBy(labels, rateOf(count, context, context.binding.filters, [context.binding.outcome]));
  const whole = sumBy(labels, rateOf(count, context, context.binding.filters));
  return {
    expr: build.binary('/', part, whole),
    unit: 'ratio',
    perSecond: false,
    words: `share of ${context.binding.measure.title} with ${context.binding.outcome.label}${context.binding.outcome.op}"${context.binding.outcome.value}"`,
    others: [],
  };
}

/** "share of requests faster than 250 ms", answered from the bucket with that bound. */
function shareBelow(
  context: ReadContext,
  family: MetricFamily,
  bucket: string | undefined,
  count: string | undefined,
  labels: readonly string[],
): Reading | undefined {
  const { threshold } = context.understanding;
  if (threshold?.unit?.base !== 'seconds' || !context.wantsFraction || !bucket || !count) return undefined;
  const seconds = threshold.value * threshold.unit.factor;
  const bound = family.series
    .find((facts) => facts.role === 'bucket')
    ?.labels.get('le')
    ?.values.find((value) => Math.abs(Number(value) - seconds) < 1e-9);
  if (bound === undefined) return undefined;
  const under = build.binary(
    '/',
    sumBy(labels, rateOf(bucket, context, context.binding.filters, [{ label: 'le', op: '=', value: bound }])),
    sumBy(labels, rateOf(count, context, context.binding.filters)),
  );
  const expr = threshold.operator.startsWith('>') ? build.binary('-', build.number(1), under) : under;
  return {
    expr,
    unit: 'ratio',
    perSecond: false,
    thresholdSpent: true,
    words: `share of ${context.binding.measure.title} ${threshold.operator} ${seconds} s`,
    others: [],
  };
}

function readSummary(context: ReadContext): Reading | Unreadable {
  const family = familyOf(context);
  if (!family) return { problem: 'The summary has no series.' };
  const { shape, question } = context.understanding;
  const { measure } = context.binding;
  const sum = seriesOf(family, 'sum');
  const count = seriesOf(family, 'count');
  const levels =
    family.series.find((facts) => facts.role === 'quantile')?.labels.get('quantile')?.values ??
    family.labels.get('quantile')?.values ??
    [];
  const filters = withOutcome(context);
  const labels = groupLabels(context);
  const [level] = shape.percentiles;
  const averaged = /\b(?:average|avg|mean|on average)\b/.test(question);
  if (
    level === undefined &&
    count &&
    (shape.perSeconds !== undefined || /\b(?:how many|number of|throughput|rate of|rps|qps)\b/.test(question))
  ) {
    return {
      expr: merged(rateOf(count, context, filters), context),
      unit: 'count',
      perSecond: context.counters === 'rate',
      words: `number of ${measure.title}`,
      others: [],
    };
  }
  if (level === undefined && (averaged || levels.length === 0) && sum && count) {
    const sides =
      context.grouping.kind === 'natural' && !measure.keys
        ? [rateOf(sum, context, filters), rateOf(count, context, filters)]
        : [sumBy(labels, rateOf(sum, context, filters)), sumBy(labels, rateOf(count, context, filters))];
    const [top, bottom] = sides;
    if (top && bottom)
      return {
        expr: build.binary('/', top, bottom),
        unit: measure.unit,
        perSecond: false,
        words: `average of ${measure.title}`,
        others: [],
      };
  }
  const wanted =
    level ?? [0.95, 0.99, 0.9, 0.5].find((candidate) => levels.some((value) => Number(value) === candidate)) ?? 0.99;
  const text = levels.find((value) => Math.abs(Number(value) - wanted) < 1e-9);
  if (text === undefined)
    return {
      problem: `${family.name} is a summary that offers only ${levels.map((value) => `p${round(Number(value) * 100)}`).join(', ') || 'no percentiles'}; other percentiles cannot be computed from it.`,
    };
  const selector = withModifiers(
    { ...build.selector(family.name), matchers: [build.matcher('quantile', '=', text)] },
    { snapshot: context.snapshot, filters, ...(context.offsetMs !== undefined && { offsetMs: context.offsetMs }) },
  );
  const expr =
    context.grouping.kind === 'by'
      ? build.aggregate(
          'max',
          selector,
          context.grouping.labels.length > 0 ? { kind: 'by', labels: context.grouping.labels } : undefined,
        )
      : selector;
  return {
    expr,
    unit: measure.unit,
    perSecond: false,
    words: `p${round(wanted * 100)} of ${measure.title}`,
    others: [],
  };
}

function merged(expr: Expr, context: ReadContext): Expr {
  return context.grouping === NATURAL || context.grouping.kind === 'natural'
    ? expr
    : sumBy(context.grouping.labels, expr);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
