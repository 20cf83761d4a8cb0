import type { CatalogSnapshot } from '../../../catalog/index.ts';
import type { Binding } from '../ground/binding.ts';
import type { Aggregator } from '../understand/shape.ts';
import type { Understanding } from '../understand/understand.ts';
import { isCounter } from './selectors.ts';

/** Stems by which a measure's own name says an aggregation: "load average" asks for no average. */
const OWN_STEMS: Readonly<Record<Aggregator, readonly string[]>> = {
  max: ['maximum', 'peak', 'worst'],
  min: ['minimum', 'min'],
  avg: ['averag', 'mean', 'avg'],
  sum: ['total', 'sum'],
};

/** The aggregation asked for, unless its word is part of the measure's name. */
export function spokenAggregator({ phrase }: Binding, { shape }: Understanding): Aggregator | undefined {
  return shape.aggregators.find((aggregator) => !OWN_STEMS[aggregator].some((stem) => phrase.includes(stem)));
}

/** A quotient of counters is an average by itself. */
export function isMean({ measure }: Binding, snapshot: CatalogSnapshot): boolean {
  return measure.expr.type === 'Binary' && measure.metrics.every((metric) => isCounter(metric, snapshot));
}
