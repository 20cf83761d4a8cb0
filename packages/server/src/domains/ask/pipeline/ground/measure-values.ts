import type { Ground } from './ground.ts';
import type { Measure } from './measure.ts';
import type { ValuePlace } from './values.ts';

/** Values that the label has on series of the measure. */
export function valuesOf(label: string, measure: Measure, ground: Ground): readonly string[] {
  const { joined } = measure;
  if (joined?.labels.includes(label)) return ground.snapshot.metric(joined.metric)?.labels.get(label)?.values ?? [];
  const [only, ...others] = measure.metrics.map((metric) => ground.snapshot.metric(metric)?.labels.get(label)?.values);
  return others.length === 0 ? (only ?? []) : [...new Set([only, ...others].flatMap((values) => values ?? []))];
}

/** Whether series of the measure carry the label value. */
export function carries(place: ValuePlace, measure: Measure, ground: Ground): boolean {
  const { joined } = measure;
  if (joined?.labels.includes(place.label)) return place.families.has(joined.metric);
  return measure.metrics.some((metric) => place.families.has(ground.snapshot.metric(metric)?.family ?? metric));
}
