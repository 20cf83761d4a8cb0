import type { Evidence, MetricResult } from '@locum/contracts';
import { lastValue } from '../chart/chart-data.ts';

/**
 * Whether evidence that was gathered again says the same: the digest agrees, or, for an instant that came back as a range
 * of one point, every series has the value it had.
 */
export function isSameEvidence(before: Evidence, after: Evidence): boolean {
  return (
    before.digest === after.digest || (before.request.kind === 'instant' && sameLastValues(before.result, after.result))
  );
}

function sameLastValues(before: MetricResult, after: MetricResult): boolean {
  const values = new Map(after.series.map((series) => [keyOf(series.labels), lastValue(series.values)]));
  return (
    before.series.length === after.series.length &&
    before.series.every((series) => values.get(keyOf(series.labels)) === lastValue(series.values))
  );
}

function keyOf(labels: Record<string, string>): string {
  return JSON.stringify(Object.entries(labels).toSorted());
}
