import { build, type Expr } from '@locum/promql';
import { speaksOfAverage } from '../understand/shape.ts';
import type { Threshold } from '../understand/thresholds.ts';
import { asksNumber } from './counting.ts';
import { extremeObservation } from './extremes.ts';
import { familyOf, findLevel, groupLabels, percentileName, rateOf, seriesOf } from './family-series.ts';
import { joinInfo } from './join-info.ts';
import { writeMatchers } from './read-share.ts';
import { allFilters, plainReading, type ReadContext, type Reading, type Unreadable } from './reading.ts';
import { withLabel, withModifiers } from './selectors.ts';

/** Asked of a distribution without a level: high enough to show what users suffer, and robust. */
const DEFAULT_LEVEL = 0.95;

/** A percentile, an average, a number, or the share within a bound or with an outcome: as the question asks. */
export function readHistogram(context: ReadContext): Reading | Unreadable {
  const family = familyOf(context);
  if (!family) return { problem: 'The histogram has no series.' };
  const { shape, question } = context.understanding;
  const { measure } = context.binding;
  const { quantile, average, number } = histogramQueries(context);
  const share = shareWithOutcome(context) ?? shareBelow(context) ?? longestOne(context);
  if (share) return share;
  const percentile = (level: number) => ({
    expr: quantile(level),
    percentile: level,
    words: `${percentileName(level)} of ${measure.title}`,
  });
  const mean = () => ({ expr: average(), words: `average of ${measure.title}` });
  const reading = { unit: measure.unit, perSecond: false };
  const levels = [...new Set(shape.percentiles)];
  const [level] = levels;
  if (levels.length > 1) return { ...reading, ...severalLevels(levels, quantile, measure.title), others: [mean()] };
  if (level !== undefined) return { ...reading, ...percentile(level), others: [mean()] };
  const isAveraged = speaksOfAverage(question);
  if (!isAveraged && (shape.perSeconds !== undefined || asksNumber(question)))
    return {
      ...plainReading(number(), 'count', `number of ${measure.title}`),
      perSecond: context.counters === 'rate',
    };
  // What is no duration (sizes, batch lengths) is mostly asked on average.
  const isDuration = /second|time|duration|latency/.test(`${measure.unit} ${family.name}`);
  if (isAveraged || !isDuration) return { ...reading, ...mean(), others: [percentile(DEFAULT_LEVEL)] };
  const median = { expr: quantile(0.5), words: `median of ${measure.title}` };
  return { ...reading, ...percentile(DEFAULT_LEVEL), others: [mean(), percentile(0.99), median] };
}

/** "p50, p95 and p99": each with the label by which summaries tell their levels. */
function severalLevels(levels: readonly number[], quantile: (level: number) => Expr, title: string) {
  const [first, ...rest] = levels.map((level) => withLabel(quantile(level), 'quantile', String(level)));
  const expr = rest.reduce((all, one) => build.binary('or', all, one), first ?? quantile(DEFAULT_LEVEL));
  return { expr, words: `${levels.map(percentileName).join(', ')} of ${title}` };
}

interface HistogramQueries {
  quantile(level: number): Expr;
  average(): Expr;
  /** Number of observations, or their rate. */
  number(): Expr;
}

/** Classic histograms are series of buckets, sums and counts; native ones are one series with functions for each. */
function histogramQueries(context: ReadContext): HistogramQueries {
  const family = familyOf(context);
  const name = family?.name ?? '';
  const [bucket, sum, count] = (['bucket', 'sum', 'count'] as const).map((role) => family && seriesOf(family, role));
  const isNative = family?.type === 'native_histogram' || bucket === undefined;
  const labels = groupLabels(context);
  const filters = allFilters(context.binding);
  const total = (series: string | undefined, ofNative: 'histogram_sum' | 'histogram_count'): Expr =>
    series
      ? build.sumBy(labels, rateOf(series, context, filters))
      : build.call(ofNative, build.sumBy(labels, rateOf(name, context, filters)));
  return {
    quantile(level) {
      const rates = rateOf(isNative ? name : bucket, { ...context, counters: 'rate' }, filters);
      const merged = build.sumBy(isNative ? labels : ['le', ...labels], rates);
      return build.call('histogram_quantile', build.number(level), merged);
    },
    average: () => build.binary('/', total(sum, 'histogram_sum'), total(count, 'histogram_count')),
    number: () => total(count, 'histogram_count'),
  };
}

/** Error ratios where a histogram's count is the only request counter. */
function shareWithOutcome(context: ReadContext): Reading | undefined {
  const { measure, filters, outcome } = context.binding;
  const count = countOf(context);
  if (!context.wantsFraction || !outcome || !count) return undefined;
  const labels = groupLabels(context);
  const part = build.sumBy(labels, rateOf(count, context, [...filters, outcome]));
  const whole = build.sumBy(labels, rateOf(count, context, filters));
  const words = `share of ${measure.title} with ${writeMatchers([outcome])}`;
  return plainReading(build.binary('/', part, whole), 'ratio', words);
}

/** Seconds, or a plain number of what is no duration. */
function boundOf({ value, unit, fraction }: Threshold, measured: string): number | undefined {
  if (unit?.base === 'seconds') return value * unit.factor;
  return unit === undefined && !fraction && measured !== 'seconds' ? value : undefined;
}

/** "share of requests faster than 250 ms", answered from the bucket with that bound. Nothing when no bucket has it. */
function shareBelow(context: ReadContext): Reading | Unreadable | undefined {
  const { threshold } = context.understanding;
  const { measure, filters } = context.binding;
  const family = familyOf(context);
  const bucket = family?.series.find((facts) => facts.role === 'bucket');
  const count = countOf(context);
  const seconds = threshold && boundOf(threshold, measure.unit);
  if (!threshold || seconds === undefined || !context.wantsFraction || !family) return undefined;
  if (!bucket || !count) return shareOfNative(seconds, threshold.operator, family.name, context);
  const bounds = bucket.labels.get('le')?.values ?? [];
  const bound = findLevel(bounds, seconds);
  if (bound === undefined)
    return {
      problem: `${bucket.name} has no bucket that ends at ${seconds}${threshold.unit ? ' s' : ''}; its bounds are ${bounds.join(', ')}. Ask for one of these.`,
      isFinal: true,
    };
  const labels = groupLabels(context);
  const within = rateOf(bucket.name, context, [...filters, { label: 'le', op: '=', value: bound }]);
  const share = build.binary('/', build.sumBy(labels, within), build.sumBy(labels, rateOf(count, context, filters)));
  const expr = threshold.operator.startsWith('>') ? build.binary('-', build.number(1), share) : share;
  const words = `share of ${measure.title} ${threshold.operator} ${seconds}${threshold.unit ? ' s' : ''}`;
  return { ...plainReading(expr, 'ratio', words), thresholdSpent: true };
}

/** A native histogram tells the share within any bound. */
function shareOfNative(seconds: number, operator: string, name: string, context: ReadContext): Reading {
  const merged = build.sumBy(
    groupLabels(context),
    rateOf(name, { ...context, counters: 'rate' }, allFilters(context.binding)),
  );
  const share = build.call('histogram_fraction', build.number(0), build.number(seconds), merged);
  const expr = operator.startsWith('>') ? build.binary('-', build.number(1), share) : share;
  const words = `share of ${context.binding.measure.title} ${operator} ${seconds} s`;
  return { ...plainReading(expr, 'ratio', words), thresholdSpent: true };
}

/** Micrometer and others keep the longest of late beside the distribution. Nothing when they do not. */
function longestOne(context: ReadContext): Reading | undefined {
  const family = familyOf(context);
  const kept = context.snapshot.metric(`${family?.name}_max`);
  if (!kept || extremeObservation(context.understanding) !== 'max') return undefined;
  const { measure } = context.binding;
  const asked = { ...context, filters: allFilters(context.binding) };
  const selector = withModifiers(build.selector(kept.name), asked);
  const late = context.windowAsked ? build.call('max_over_time', build.range(selector, context.windowMs)) : selector;
  const labels = groupLabels(context);
  const by = labels.length > 0 ? { kind: 'by' as const, labels } : undefined;
  return plainReading(
    build.aggregate('max', joinInfo(late, measure.joined, asked), by),
    measure.unit,
    `longest of ${measure.title}`,
  );
}

function countOf(context: ReadContext): string | undefined {
  const family = familyOf(context);
  return family && seriesOf(family, 'count');
}
