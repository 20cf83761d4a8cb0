import { isSlope } from './growth.ts';
import { lift } from './lift.ts';
import { readHistogram } from './read-histogram.ts';
import { partOfWhole } from './read-share.ts';
import { readSummary } from './read-summary.ts';
import { allFilters, isInCores, liftContext, type ReadContext, type Reading, type Unreadable } from './reading.ts';
import { isCounter } from './selectors.ts';

/** Puts the question's window, filters and grouping around a measure, by the type of its metrics. */
export function readMeasure(context: ReadContext): Reading | Unreadable {
  const { measure } = context.binding;
  if (measure.kind === 'histogram') return readHistogram(context);
  if (measure.kind === 'summary') return readSummary(context);
  const isSeries = measure.kind === 'counter' || measure.kind === 'gauge';
  const part = isSeries && !measure.holds ? partOfWhole(context) : undefined;
  if (part) return part;
  const perSecond = isCounted(context) && context.counters === 'rate';
  // Seconds a second are a share of time, unless so many a minute are asked.
  const isShareOfTime = perSecond && measure.unit === 'seconds' && context.understanding.shape.perSeconds === undefined;
  return {
    expr: lift(measure.expr, liftContext(context, allFilters(context.binding))),
    unit: isInCores(context) ? 'cores' : isShareOfTime ? 'ratio' : measure.unit,
    perSecond: (perSecond && !isShareOfTime) || isSlope(measure),
    words: measure.title,
    others: [],
  };
}

/** A counter, or the sum of one. */
function isCounted({ binding: { measure }, snapshot }: ReadContext): boolean {
  const { expr } = measure;
  if (measure.kind === 'counter') return true;
  const summed = expr.type === 'Aggregate' && expr.op === 'sum' ? expr.expr : undefined;
  return summed?.type === 'VectorSelector' && isCounter(summed.name, snapshot);
}
