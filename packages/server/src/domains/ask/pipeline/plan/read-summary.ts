import { build, type Expr, type Matcher } from '@locum/promql';
import type { MetricFamily } from '../../../catalog/index.ts';
import { speaksOfAverage } from '../understand/shape.ts';
import { asksNumber } from './counting.ts';
import { extremeObservation } from './extremes.ts';
import { familyOf, findLevel, groupLabels, percentileName, rateOf, seriesOf } from './family-series.ts';
import { joinInfo } from './join-info.ts';
import { allFilters, plainReading, type ReadContext, type Reading, type Unreadable } from './reading.ts';
import { withModifiers } from './selectors.ts';

/** Asked without a level: the first of these that the summary has. */
const PREFERRED_LEVELS = [0.95, 0.99, 0.9, 0.5];

/** One of the percentiles that the summary was made with, its average, or its number of observations. */
export function readSummary(context: ReadContext): Reading | Unreadable {
  const family = familyOf(context);
  if (!family) return { problem: 'The summary has no series.' };
  const { shape, question } = context.understanding;
  const { title } = context.binding.measure;
  const levels = levelsOf(family);
  const asked = [...new Set(shape.percentiles)];
  if (asked.length > 0) return quantiles(asked, family, levels, context);
  const written = ownMatchers(context.binding.measure.expr).find(({ label }) => label === 'quantile');
  if (written) return quantiles([Number(written.value)], family, levels, context);
  const end = extremeObservation(context.understanding);
  const extreme = end && (end === 'max' ? 1 : 0);
  if (extreme !== undefined && findLevel(levels, extreme) !== undefined)
    return quantiles([extreme], family, levels, context);
  const count = seriesOf(family, 'count');
  if (count && (shape.perSeconds !== undefined || asksNumber(question))) {
    const rate = rateOf(count, context, allFilters(context.binding));
    const merged = context.grouping.kind === 'by' ? build.sumBy(context.grouping.labels, rate) : rate;
    return { ...plainReading(merged, 'count', `number of ${title}`), perSecond: context.counters === 'rate' };
  }
  const mean = speaksOfAverage(question) || levels.length === 0 ? average(family, context) : undefined;
  if (mean) return plainReading(mean, context.binding.measure.unit, `average of ${title}`);
  const level = PREFERRED_LEVELS.find((candidate) => findLevel(levels, candidate) !== undefined) ?? 0.99;
  return quantiles([level], family, levels, context);
}

function levelsOf(family: MetricFamily): readonly string[] {
  const series = family.series.find((facts) => facts.role === 'quantile');
  return series?.labels.get('quantile')?.values ?? family.labels.get('quantile')?.values ?? [];
}

function average(family: MetricFamily, context: ReadContext): Expr | undefined {
  const sum = seriesOf(family, 'sum');
  const count = seriesOf(family, 'count');
  if (!sum || !count) return undefined;
  const filters = allFilters(context.binding);
  const { keys, origin } = context.binding.measure;
  const isUnmerged = context.grouping.kind === 'natural' && !keys && origin !== 'derived';
  const side = (name: string) => {
    const rate = rateOf(name, context, filters);
    return isUnmerged ? rate : build.sumBy(groupLabels(context), rate);
  };
  return build.binary('/', side(sum), side(count));
}

function ownMatchers(expr: Expr): readonly Matcher[] {
  return expr.type === 'VectorSelector' ? expr.matchers : [];
}

/** Percentiles of summaries do not merge: of several series, the worst is told. Several levels stay apart by the label that tells them. */
function quantiles(
  asked: readonly number[],
  family: MetricFamily,
  levels: readonly string[],
  context: ReadContext,
): Reading | Unreadable {
  const { measure } = context.binding;
  const { grouping } = context;
  const texts = asked.flatMap((level) => findLevel(levels, level) ?? []);
  if (texts.length < asked.length) return notOffered(family, levels);
  const [only, ...more] = asked;
  const isOne = more.length === 0;
  const own = ownMatchers(measure.expr).filter(({ label }) => label !== 'quantile');
  const filtered = { ...context, filters: allFilters(context.binding) };
  const matchers = [...own, build.matcher('quantile', isOne ? '=' : '=~', texts.join('|'))];
  const selector = withModifiers({ ...build.selector(family.name), matchers }, filtered);
  const series = joinInfo(selector, measure.joined, filtered);
  const title = `${asked.map(percentileName).join(', ')} of ${measure.title}`;
  return {
    ...plainReading(grouping.kind === 'by' ? worst(series, grouping.labels, isOne) : series, measure.unit, title),
    ...(isOne && { percentile: only }),
  };
}

function worst(series: Expr, labels: readonly string[], isOne: boolean): Expr {
  const kept = isOne ? labels : ['quantile', ...labels];
  return build.aggregate('max', series, kept.length > 0 ? { kind: 'by', labels: kept } : undefined);
}

function notOffered({ name }: MetricFamily, levels: readonly string[]): Unreadable {
  const offered = levels.map((value) => percentileName(Number(value))).join(', ') || 'no percentiles';
  return {
    problem: `${name} is a summary that offers only ${offered}; other percentiles cannot be computed from it.`,
    isFinal: true,
  };
}
