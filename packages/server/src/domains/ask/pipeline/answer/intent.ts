import type { Intent } from '@locum/contracts';
import type { PlannedQuery } from '../planner.ts';
import type { Understanding } from '../understand/understand.ts';

/** The understanding as the contract tells it to clients. */
export function toIntent(understanding: Understanding, planned?: PlannedQuery): Intent {
  const { shape, time, threshold, matchers, words } = understanding;
  const ranking = shape.ranking;
  const unit = planned?.unit;
  return {
    measure: planned?.reading ?? words.replace(/\s+/g, ' ').trim(),
    groupBy: [...shape.groupings],
    filters: matchers.map(({ label, value }) => ({ label, value })),
    ...(aggregationOf(understanding) !== undefined && { aggregation: aggregationOf(understanding) }),
    ...(shape.percentiles[0] !== undefined && { percentile: shape.percentiles[0] }),
    ...(ranking !== undefined && { top: { direction: ranking.direction, count: ranking.count } }),
    ...(planned?.windowSeconds !== undefined && { windowSeconds: planned.windowSeconds }),
    ...(planned?.rangeSeconds !== undefined && { rangeSeconds: planned.rangeSeconds }),
    ...(time.comparison !== undefined && { compareOffsetSeconds: time.comparison.offset }),
    ...(threshold !== undefined && {
      threshold: { operator: threshold.operator, value: threshold.value * (threshold.unit?.factor ?? 1) },
    }),
    ...(time.horizon !== undefined && { forecastSeconds: time.horizon }),
    ...(unit !== undefined && { unit }),
  };
}

function aggregationOf({ shape }: Understanding): string | undefined {
  if (shape.percentiles.length > 0) return 'percentile';
  return shape.howMany ? 'count' : shape.aggregators[0];
}
