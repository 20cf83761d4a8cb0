import { lift } from './lift.ts';
import { readHistogram } from './read-histogram.ts';
import { partOfWhole } from './read-share.ts';
import { readSummary } from './read-summary.ts';
import { allFilters, liftContext, type ReadContext, type Reading, type Unreadable } from './reading.ts';

/** Puts the question's window, filters and grouping around a measure, by the type of its metrics. */
export function readMeasure(context: ReadContext): Reading | Unreadable {
  const { measure } = context.binding;
  if (measure.kind === 'histogram') return readHistogram(context);
  if (measure.kind === 'summary') return readSummary(context);
  const isSeries = measure.kind === 'counter' || measure.kind === 'gauge';
  const part = isSeries && !measure.holds ? partOfWhole(context) : undefined;
  return (
    part ?? {
      expr: lift(measure.expr, liftContext(context, allFilters(context.binding))),
      unit: measure.unit,
      perSecond: measure.kind === 'counter' && context.counters === 'rate',
      words: measure.title,
      others: [],
    }
  );
}
