import { isDeepStrictEqual } from 'node:util';
import type { LabelReading, MetricReading } from './reading.ts';

/** Whether two readings of a metric tell the same, times aside. */
export function isSameReading(left: MetricReading, right: MetricReading): boolean {
  return (
    left.seriesCount === right.seriesCount &&
    left.isNativeHistogram === right.isNativeHistogram &&
    left.labels.size === right.labels.size &&
    left.labels.entries().every(([label, reading]) => isSameLabel(reading, right.labels.get(label))) &&
    isDeepStrictEqual(left.variants, right.variants)
  );
}

function isSameLabel(left: LabelReading, right: LabelReading | undefined): boolean {
  return (
    left.distinct === right?.distinct &&
    left.complete === right.complete &&
    left.onAllSeries === right.onAllSeries &&
    left.values.length === right.values.length &&
    left.values.every((value, index) => value === right.values[index])
  );
}
