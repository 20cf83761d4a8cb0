import { build, type Expr } from '@locum/promql';
import type { CatalogSnapshot } from '../../../catalog/index.ts';
import type { Binding } from '../ground/binding.ts';
import type { Aggregator } from '../understand/shape.ts';
import type { Understanding } from '../understand/understand.ts';
import { applyCondition, conditionOf, operand, parseHolds } from './conditions.ts';
import { forecast } from './forecast.ts';
import { chooseGrouping } from './grouping.ts';
import { type Grouping, isCounter, type Lift, NATURAL, withModifiers } from './lift.ts';
import { isUnreadable, type ReadContext, type Reading, readMeasure, type Unreadable } from './read-measure.ts';

const DEFAULT_WINDOW_SECONDS = 300;

/** A composed query: its tree, what its numbers are and how it was read. */
export interface Composed {
  readonly expr: Expr;
  readonly unit: string;
  readonly kind: 'instant' | 'range';
  readonly rangeSeconds?: number;
  readonly windowSeconds?: number;
  readonly words: string;
  readonly others: readonly { readonly expr: Expr; readonly words: string }[];
}

/** Puts the whole question around a measure: window, comparison, forecast, threshold, ranking and aggregation. */
export function compose(
  binding: Binding,
  understanding: Understanding,
  snapshot: CatalogSnapshot,
): Composed | Unreadable {
  const plan = decide(binding, understanding, snapshot);
  const entities = countEntities(binding, understanding, plan);
  if (entities) return entities;
  if (plan.forecast) {
    const predicted = forecast(binding.measure.expr, plan.lift, understanding);
    if (predicted) return finishForecast(predicted, binding, understanding, plan);
  }
  const reading = readMeasure(plan.read);
  if (isUnreadable(reading)) return reading;
  return finish(reading, binding, understanding, snapshot, plan);
}

/** "how many instances expose http_requests_total": entities are counted, whatever the metric says of them. */
function countEntities(binding: Binding, understanding: Understanding, plan: Decision): Composed | undefined {
  const { entityLabel, measure } = binding;
  if (
    !understanding.shape.howMany ||
    !entityLabel ||
    measure.holds ||
    understanding.threshold ||
    binding.groups.includes(entityLabel)
  )
    return undefined;
  if (!binding.namedOutright || measure.expr.type !== 'VectorSelector') return undefined;
  const labels = [...binding.groups, entityLabel];
  const each = build.aggregate(
    'group',
    withModifiers(build.selector(measure.metrics[0] ?? measure.expr.name), plan.lift),
    { kind: 'by', labels },
  );
  const expr = build.aggregate(
    'count',
    each,
    binding.groups.length > 0 ? { kind: 'by', labels: binding.groups } : undefined,
  );
  return {
    expr,
    unit: 'count',
    kind: 'instant',
    words: `number of distinct ${entityLabel} with ${measure.title}`,
    others: [],
  };
}

interface Decision {
  readonly grouping: Grouping;
  readonly windowSeconds: number;
  readonly read: ReadContext;
  readonly lift: Lift;
  readonly kind: 'instant' | 'range';
  readonly rangeSeconds?: number;
  readonly overTime?: 'max' | 'min' | 'avg';
  readonly growth?: 'deriv' | 'delta';
  readonly forecast: boolean;
}

function wantsFraction(understanding: Understanding): boolean {
  const { askedUnit, question, shape } = understanding;
  if (shape.perSeconds !== undefined) return false;
  if (
    askedUnit?.base === 'percent' ||
    askedUnit?.base === 'ratio' ||
    understanding.threshold?.unit?.base === 'percent' ||
    understanding.threshold?.fraction
  )
    return true;
  return (
    /\b(?:ratio|percent(?:age)?|%|share|proportion|fraction|availability|part of)\b/.test(question) ||
    /\b(?:error|failure|success|fault|decline|rejection|abandonment|timeout|4xx|5xx|miss|hit|fail|conversion|drop|retry|cancel\w*)[ -](?:rate|rates)\b|\brate of (?:errors|failures|failed)\b/.test(
      question,
    )
  );
}

function decide(binding: Binding, understanding: Understanding, snapshot: CatalogSnapshot): Decision {
  const { measure } = binding;
  const { time, shape, question } = understanding;
  const fraction = wantsFraction(understanding);
  const isGauge =
    measure.kind === 'gauge' ||
    (measure.kind === 'expression' && !measure.metrics.some((metric) => isCounter(metric, snapshot)));
  const trended = /\b(?:deriv|delta|rate|increase|changes|idelta)\(/.test(measure.fact?.measure ?? '');
  const growthWords =
    !trended &&
    /\b(?:growth|growing|grow|grows|grew|leak\w*|rate of change|slope|climb\w*|rising|increas(?:e|ed|ing)|shrink\w*|shrank|decreas\w*|change[ds]?|changing|delta)\b/.test(
      question,
    ) &&
    !time.comparison &&
    measure.unit !== 'timestamp';
  const forecasting = (time.forecast || time.timeUntil) && isGauge && measure.unit !== 'timestamp';
  const growth =
    isGauge && growthWords && !forecasting && measure.holds === undefined
      ? /\brate|per (?:second|minute|hour)|fastest|how (?:fast|quick)|speed|\/s|leak/.test(question) ||
        shape.perSeconds !== undefined
        ? 'deriv'
        : time.lookback || time.smoothing
          ? 'delta'
          : undefined
      : undefined;
  const extreme =
    overTimeOf(understanding, binding, snapshot) ??
    (isGauge &&
    time.lookback !== undefined &&
    !time.plot &&
    !growthWords &&
    !understanding.threshold &&
    !time.forecast &&
    measure.holds === undefined &&
    ['bool', 'ratio', 'percent'].includes(measure.unit) &&
    !measure.fact?.measure.includes('[')
      ? 'avg'
      : undefined);
  const counting = isCounting(understanding, binding, fraction);
  const plot =
    time.plot ||
    time.absolute !== undefined ||
    (isGauge &&
      time.lookback !== undefined &&
      extreme === undefined &&
      growth === undefined &&
      !forecasting &&
      measure.holds === undefined &&
      !understanding.threshold &&
      !measure.windowSeconds &&
      measure.fact?.measure.includes('[') !== true &&
      measure.kind === 'gauge' &&
      !shape.howMany);
  const asked = time.smoothing ?? (plot ? undefined : extreme && !isGauge ? undefined : time.lookback);
  const windowSeconds =
    asked ??
    measure.windowSeconds ??
    (counting && time.lookback === undefined && shape.howMany ? 3600 : DEFAULT_WINDOW_SECONDS);
  const grouping = chooseGrouping(binding, understanding, snapshot);
  const sinceStart =
    /\b(?:so far|since (?:it |they )?(?:start\w*|boot\w*|the beginning)|to date|cumulative(?:ly)?|all[- ]time|lifetime|ever)\b/.test(
      question,
    ) &&
    time.lookback === undefined &&
    measure.kind === 'counter';
  const counters = sinceStart ? ('raw' as const) : counting ? ('increase' as const) : ('rate' as const);
  const common = {
    windowMs: windowSeconds * 1000,
    windowAsked: asked !== undefined,
    counters,
    ...(time.offset !== undefined && { offsetMs: time.offset * 1000 }),
  };
  const filters = binding.outcome ? [...binding.filters, binding.outcome] : binding.filters;
  const rangeSeconds = time.absolute ? time.absolute.end - time.absolute.start : (time.lookback ?? 3600);
  return {
    grouping,
    windowSeconds,
    kind: plot ? 'range' : 'instant',
    forecast: forecasting,
    lift: {
      snapshot,
      filters,
      grouping,
      combine: measure.combine,
      ...common,
      ...(measure.keys && { keys: measure.keys }),
    },
    read: { binding, understanding, snapshot, grouping, wantsFraction: fraction, ...common },
    ...(plot && { rangeSeconds }),
    ...(extreme && (isGauge || time.lookback !== undefined) && { overTime: extreme }),
    ...(growth && { growth }),
  };
}

/** The aggregation asked for, unless its word is part of the measure's name ("load average"). */
function spokenAggregator(understanding: Understanding, binding: Binding): Aggregator | undefined {
  const own = new Set(binding.phrase);
  const names: Readonly<Record<Aggregator, readonly string[]>> = {
    max: ['maximum', 'peak', 'worst'],
    min: ['minimum', 'min'],
    avg: ['averag', 'mean', 'avg'],
    sum: ['total', 'sum'],
  };
  return understanding.shape.aggregators.find((aggregator) => !names[aggregator].some((stem) => own.has(stem)));
}

function overTimeOf(
  understanding: Understanding,
  binding: Binding,
  snapshot: CatalogSnapshot,
): 'max' | 'min' | 'avg' | undefined {
  const { shape, time } = understanding;
  const aggregator = spokenAggregator(understanding, binding);
  if (
    time.lookback === undefined ||
    time.plot ||
    binding.measure.kind === 'histogram' ||
    binding.measure.kind === 'summary'
  )
    return undefined;
  if (aggregator !== 'max' && aggregator !== 'min' && aggregator !== 'avg') return undefined;
  // A mean over a longer window is that mean, not a mean of means.
  if (aggregator === 'avg' && isMean(binding, snapshot)) return undefined;
  return aggregator;
}

/** Whether a number of events is asked, rather than their rate. */
function isCounting(understanding: Understanding, binding: Binding, fraction: boolean): boolean {
  const { shape, time, question } = understanding;
  if (fraction || shape.perSeconds !== undefined || time.plot) return false;
  if (
    /\b(?:rate|rates|throughput|bandwidth|per second|per sec|rps|qps|iops|speed|frequency|how fast|utili[sz]ation|usage)\b/.test(
      question,
    )
  )
    return false;
  if (binding.measure.unit === 'seconds' || binding.measure.unit === 'ratio') return false;
  if (binding.measure.holds !== undefined) return true;
  return time.lookback !== undefined || time.smoothing !== undefined || shape.howMany;
}

function finish(
  reading: Reading,
  binding: Binding,
  understanding: Understanding,
  snapshot: CatalogSnapshot,
  plan: Decision,
): Composed {
  const { measure } = binding;
  const { shape, time } = understanding;
  let expr = reading.expr;
  let unit = reading.unit;
  const words = [reading.words];
  if (plan.growth) expr = grow(expr, plan, understanding);
  if (plan.overTime) expr = overTime(expr, plan.overTime, time.lookback ?? 3600);
  if (unit === 'timestamp' && !/\b(?:timestamp|unix|epoch)\b/.test(understanding.question)) {
    const ahead = /\b(?:expir\w*|until|till|remaining|left|valid|rotate|runs? out|ends?|not after)\b/.test(
      understanding.question,
    );
    expr = ahead
      ? build.binary('-', operand(expr), build.call('time'))
      : build.binary('-', build.call('time'), operand(expr));
    unit = 'seconds';
  }
  if (time.comparison) ({ expr, unit } = comparePast(expr, unit, binding, understanding, plan));
  expr = aggregateAcross(expr, binding, understanding, plan, snapshot);
  if (!reading.thresholdSpent) ({ expr, unit } = restrict(expr, unit, binding, understanding, plan));
  const converted =
    plan.kind === 'instant' || !understanding.threshold
      ? convert(
          expr,
          unit,
          reading.perSecond ||
            plan.growth === 'deriv' ||
            /\b(?:rate|deriv)\(/.test(binding.measure.fact?.measure ?? ''),
          understanding,
        )
      : { expr, unit };
  expr = rank(converted.expr, understanding, binding, plan);
  return {
    expr,
    unit: reading.perSecond && converted.unit === unit ? `${unit}_per_second` : converted.unit,
    kind: plan.kind,
    words: words.join(', '),
    others: reading.others,
    windowSeconds: plan.windowSeconds,
    ...(plan.rangeSeconds !== undefined && { rangeSeconds: plan.rangeSeconds }),
    ...(measure.note && {}),
    ...(shape.percentiles.length > 0 && {}),
  };
}

function finishForecast(
  predicted: NonNullable<ReturnType<typeof forecast>>,
  binding: Binding,
  understanding: Understanding,
  plan: Decision,
): Composed {
  let expr = predicted.expr;
  let unit =
    predicted.unit === 'as-measured'
      ? binding.measure.unit
      : predicted.unit === 'seconds'
        ? 'seconds'
        : binding.measure.unit;
  if (predicted.unit === 'seconds') {
    if (/\b(?:first|soonest|earliest|fastest|shortest|next)\b/.test(understanding.question))
      expr = build.aggregate('min', expr);
    ({ expr, unit } = convert(
      expr,
      unit,
      false,
      understanding,
      /\bminutes?\b[^.?!]*\b(?:until|till|before|to)\b/.test(understanding.question)
        ? 60
        : /\bhours?\b[^.?!]*\b(?:until|till|before|to)\b/.test(understanding.question)
          ? 3600
          : /\bdays?\b[^.?!]*\b(?:until|till|before|to)\b/.test(understanding.question)
            ? 86_400
            : 1,
    ));
  } else if (predicted.unit === 'as-measured') {
    const condition = conditionOf(understanding, binding.measure.unit);
    if (condition) expr = applyCondition(expr, condition);
  }
  return {
    expr,
    unit,
    kind: 'instant',
    words: `${binding.measure.title}: ${predicted.words}`,
    others: [],
    windowSeconds: plan.windowSeconds,
  };
}

function grow(expr: Expr, plan: Decision, understanding: Understanding): Expr {
  const basis = (understanding.time.lookback ?? understanding.time.smoothing ?? 1800) * 1000;
  const func = plan.growth ?? 'deriv';
  if (expr.type === 'VectorSelector') return build.call(func, build.range(expr, basis));
  if (expr.type === 'Aggregate' && expr.expr.type === 'VectorSelector')
    return { ...expr, expr: build.call(func, build.range(expr.expr, basis)) };
  return build.call(func, build.subquery(expr, basis));
}

function overTime(expr: Expr, how: 'max' | 'min' | 'avg', lookback: number): Expr {
  const func = `${how}_over_time`;
  if (expr.type === 'VectorSelector') return build.call(func, build.range(expr, lookback * 1000));
  // The maximum of maxima is the maximum, and so for minimum and mean: no subquery is needed.
  if (expr.type === 'Aggregate' && expr.op === how && expr.expr.type === 'VectorSelector') {
    return { ...expr, expr: build.call(func, build.range(expr.expr, lookback * 1000)) };
  }
  return build.call(func, build.subquery(expr, lookback * 1000, resolution(lookback)));
}

/** Fine enough for the extremes, at most 720 points: 15 s for up to three hours. */
function resolution(lookback: number): number {
  const steps = [15, 30, 60, 120, 300, 600, 1800, 3600];
  return (steps.find((step) => lookback / step <= 720) ?? 3600) * 1000;
}

function comparePast(
  expr: Expr,
  unit: string,
  _binding: Binding,
  understanding: Understanding,
  plan: Decision,
): { expr: Expr; unit: string } {
  const comparison = understanding.time.comparison;
  if (!comparison) return { expr, unit };
  const past = readMeasure({ ...plan.read, offsetMs: comparison.offset * 1000 });
  if (isUnreadable(past)) return { expr, unit };
  const [now, then] = [operand(expr), operand(past.expr)];
  if (comparison.form === 'difference') return { expr: build.binary('-', now, then), unit };
  if (comparison.form === 'ratio') return { expr: build.binary('/', now, then), unit: 'factor' };
  return {
    expr: build.binary(
      '*',
      build.paren(build.binary('-', build.binary('/', now, then), build.number(1))),
      build.number(100),
    ),
    unit: 'percent',
  };
}

function isGaugeLike(binding: Binding): boolean {
  return binding.measure.kind === 'gauge' || binding.measure.kind === 'expression';
}

/** "worst instance of each pool", "how many pods", "average over nodes". */
function aggregateAcross(
  expr: Expr,
  binding: Binding,
  understanding: Understanding,
  plan: Decision,
  snapshot: CatalogSnapshot,
): Expr {
  const { shape, question } = understanding;
  const by = binding.groups.length > 0 ? ({ kind: 'by', labels: binding.groups } as const) : undefined;
  const worst =
    /\b(?:worst|max(?:imum)?|highest|peak|largest|biggest|slowest|busiest|fullest) (?:\w+ )?(?:of|in|per|for|from|on|across|by)\b/.test(
      question,
    );
  if (by && worst && isGaugeLike(binding) && !shape.ranking && plan.overTime === undefined) {
    const natural = readMeasure({ ...plan.read, grouping: NATURAL });
    if (!isUnreadable(natural)) return build.aggregate('max', natural.expr, by);
  }
  if (shape.howMany && isGaugeLike(binding) && (binding.measure.holds || understanding.threshold)) return expr;
  if (shape.howMany && binding.entityLabel && isGaugeLike(binding) && binding.measure.unit !== 'count') return expr;
  const spoken = spokenAggregator(understanding, binding);
  if (
    !spoken ||
    plan.overTime ||
    binding.phrase.some((stem) => stem === spoken || stem.startsWith(spoken)) ||
    plan.grouping.kind === 'by' ||
    understanding.superlative
  )
    return expr;
  if (!isGaugeLike(binding) || isMean(binding, snapshot) || seriesCount(binding, snapshot) <= 1) return expr;
  if (/\b(?:average|avg|mean|max|maximum|min|minimum)\b/.test(question) || spoken === 'sum')
    return build.aggregate(spoken, expr, by);
  return expr;
}

/** A quotient of counters is an average by itself. */
function isMean(binding: Binding, snapshot: CatalogSnapshot): boolean {
  return (
    binding.measure.expr.type === 'Binary' && binding.measure.metrics.every((metric) => isCounter(metric, snapshot))
  );
}

function seriesCount(binding: Binding, snapshot: CatalogSnapshot): number {
  return Math.max(...binding.measure.metrics.map((metric) => snapshot.metric(metric)?.seriesCount ?? 1));
}

/** Applies the threshold, or what makes the statement true; counts what remains when a number was asked. */
function restrict(
  expr: Expr,
  unit: string,
  binding: Binding,
  understanding: Understanding,
  plan: Decision,
): { expr: Expr; unit: string } {
  const { shape, time } = understanding;
  const own = conditionOf(understanding, unit);
  const holds =
    binding.measure.holds &&
    plan.kind === 'instant' &&
    !asksOfOne(understanding) &&
    !(shape.leadingOnly && binding.entityLabel === undefined)
      ? parseHolds(binding.measure.holds)
      : undefined;
  const happened =
    plan.read.counters === 'increase' &&
    shape.entities &&
    !shape.howMany &&
    !shape.ranking &&
    !understanding.superlative &&
    plan.kind === 'instant' &&
    binding.groups.length === 0 &&
    isCounter(binding.measure.metrics[0], plan.lift.snapshot)
      ? ({ op: '>', value: 0 } as const)
      : undefined;
  const inState =
    isGaugeLike(binding) &&
    shape.entities &&
    !shape.howMany &&
    !shape.ranking &&
    plan.kind === 'instant' &&
    (unit === 'bool' || unit === 'count') &&
    ((unit === 'bool' && binding.entityLabel !== undefined) ||
      binding.filters.some((filter) => /^(?:phase|condition|reason|state|status)$/.test(filter.label)))
      ? ({ op: '>', value: 0 } as const)
      : undefined;
  const having =
    isGaugeLike(binding) &&
    !binding.measure.holds &&
    unit === 'count' &&
    shape.entities &&
    !shape.howMany &&
    !shape.ranking &&
    !understanding.superlative &&
    plan.kind === 'instant' &&
    /\b(?:any|which|that|where)\b.*\b(?:with|have|has|having|got|get|gets|answers?|shows?)\b/.test(
      understanding.question,
    )
      ? ({ op: '>', value: 0 } as const)
      : undefined;
  const soon =
    binding.measure.unit === 'timestamp' && time.horizon !== undefined && plan.kind === 'instant'
      ? ({ op: '<', value: time.horizon } as const)
      : undefined;
  const condition = own ?? soon ?? holds ?? happened ?? inState ?? having;
  const by = binding.groups.length > 0 ? ({ kind: 'by', labels: binding.groups } as const) : undefined;
  if (!condition) {
    if (
      shape.howMany &&
      (unit === 'bool' || unit === 'info' || binding.measure.metrics.every((metric) => metric.endsWith('_info'))) &&
      binding.measure.expr.type === 'VectorSelector' &&
      plan.kind === 'instant'
    ) {
      const keys =
        by ??
        (binding.measure.keys && binding.measure.keys.length > 0
          ? ({ kind: 'by', labels: binding.measure.keys } as const)
          : undefined);
      return { expr: build.aggregate('count', expr, keys), unit: 'count' };
    }
    return { expr, unit };
  }
  // "how many threads are waiting": the measure counts the threads itself.
  if (
    shape.howMany &&
    !own &&
    binding.measure.unit === 'count' &&
    binding.entityLabel === undefined &&
    binding.measure.kind === 'gauge'
  )
    return { expr, unit };
  const restricted = applyCondition(expr, condition);
  if (plan.read.wantsFraction && holds && !own) {
    return {
      expr: build.binary('/', build.aggregate('count', restricted, by), build.aggregate('count', expr, by)),
      unit: 'ratio',
    };
  }
  if (!shape.howMany || isCountedThing(understanding, binding)) return { expr: restricted, unit };
  const counted = build.aggregate('count', restricted, by);
  return { expr: by ? counted : build.binary('or', counted, build.call('vector', build.number(0))), unit: 'count' };
}

/** "is the root file system read-only?" wants the state, where "which are" wants those that are. */
function asksOfOne(understanding: Understanding): boolean {
  return (
    /^(?:so |hey |hi |ok |and |but |please )*(?:is|was|has|does|did) (?!there\b|any|some|every)/.test(
      understanding.question,
    ) && !/\b(?:any|which|all|some|anything|anyone)\b/.test(understanding.question)
  );
}

/** "how many X … per Y above 5": X is what the measure counts, not the entities. */
function isCountedThing(understanding: Understanding, binding: Binding): boolean {
  return (
    binding.measure.kind === 'counter' && understanding.threshold === undefined && binding.measure.holds === undefined
  );
}

/** Into the unit that was asked for. */
function convert(
  expr: Expr,
  unit: string,
  perSecond: boolean,
  understanding: Understanding,
  divisor = 1,
): { expr: Expr; unit: string } {
  const asked = understanding.askedUnit;
  const times = (factor: number, to: string) => ({
    expr: build.binary('*', operand(expr), build.number(factor)),
    unit: to,
  });
  const over = (factor: number, to: string) => ({
    expr: build.binary('/', operand(expr), build.number(factor)),
    unit: to,
  });
  if (expr.type === 'Binary' && ['==', '!=', '>', '<', '>=', '<='].includes(expr.op)) return { expr, unit };
  if (divisor !== 1) return over(divisor, divisor === 60 ? 'minutes' : divisor === 3600 ? 'hours' : 'days');
  if (asked?.base === 'percent' && unit === 'ratio') return times(100, 'percent');
  if (asked?.base === 'bits' && unit === 'bytes') return times(8 / asked.factor, 'bits');
  if (asked?.base === 'bytes' && unit === 'bytes' && asked.factor !== 1) return over(asked.factor, 'scaled_bytes');
  if (asked?.base === 'seconds' && unit === 'seconds' && asked.factor !== 1)
    return asked.factor < 1
      ? times(1 / asked.factor, 'milliseconds')
      : over(asked.factor, asked.factor === 60 ? 'minutes' : asked.factor === 3600 ? 'hours' : 'days');
  const { perSeconds } = understanding.shape;
  if (perSecond && perSeconds !== undefined && perSeconds > 1) return times(perSeconds, `${unit}_per_${perSeconds}s`);
  if (
    unit === 'seconds' &&
    /\bdays (?:until|left|till|before|remaining|to|since|ago)\b|\bhow many days\b/.test(understanding.question)
  )
    return over(86_400, 'days');
  if (
    unit === 'seconds' &&
    /\bhours (?:until|left|till|before|remaining|to|since|ago)\b|\bhow many hours\b/.test(understanding.question)
  )
    return over(3600, 'hours');
  if (
    unit === 'seconds' &&
    /\bminutes (?:until|left|till|before|remaining|to|since|ago)\b|\bhow many minutes\b/.test(understanding.question)
  )
    return over(60, 'minutes');
  return { expr, unit };
}

function rank(expr: Expr, understanding: Understanding, binding: Binding, plan: Decision): Expr {
  const { shape, superlative, question } = understanding;
  const ranking = shape.ranking ?? (superlative && wantsOne(understanding, binding, plan) ? superlative : undefined);
  if (superlative && !ranking && isOne(understanding, binding, plan)) {
    return build.aggregate(superlative.direction === 'top' ? 'max' : 'min', expr);
  }
  if (
    !ranking ||
    (ranking.count === 1 &&
      /\b(?:all of them|for each|each of|list all|show all|give me all|value for each|every one|them all|the value for|in order|ranked|sorted)\b/.test(
        question,
      ) &&
      !shape.ranking)
  )
    return expr;
  if (plan.overTime && !shape.ranking) return expr;
  return build.aggregate(
    ranking.direction === 'top' ? 'topk' : 'bottomk',
    expr,
    undefined,
    build.number(ranking.count),
  );
}

/** "which route is slowest" wants one; "max latency per route" does not. */
function wantsOne(understanding: Understanding, binding: Binding, plan: Decision): boolean {
  if (plan.kind === 'range' || understanding.threshold || binding.measure.holds) return false;
  return (
    /\b(?:which|who|what(?:'s| is)? (?:the )?(?:\w+ )?(?:most|biggest|largest|deepest|longest|slowest|busiest|highest|worst|fullest|oldest|newest|youngest|lowest|smallest|shortest|heaviest|noisiest|hungriest))\b/.test(
      understanding.question,
    ) &&
    (understanding.shape.entities ||
      binding.groups.length > 0 ||
      binding.entityLabel !== undefined ||
      plan.grouping.kind === 'natural')
  );
}

/** "how long has the longest-standing alert …": the extreme value is the answer, not its entity. */
function isOne(understanding: Understanding, binding: Binding, plan: Decision): boolean {
  return (
    plan.kind === 'instant' &&
    plan.overTime === undefined &&
    plan.grouping.kind === 'natural' &&
    binding.groups.length === 0 &&
    !understanding.threshold &&
    !understanding.shape.entities &&
    isGaugeLike(binding) &&
    /(?:\bthe (?:\w+ )?|^(?:\W|show me |give me )*)(?:longest|oldest|highest|biggest|largest|worst|deepest|slowest|fullest|lowest|smallest|youngest|newest)\b/.test(
      understanding.question,
    )
  );
}
