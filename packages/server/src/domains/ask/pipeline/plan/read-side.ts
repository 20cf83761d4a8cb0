import type { Binding } from '../ground/binding.ts';
import type { Ground } from '../ground/ground.ts';
import type { Understanding } from '../understand/understand.ts';
import { DEFAULT_WINDOW_SECONDS } from './decide.ts';
import type { Grouping } from './lift.ts';
import { readMeasure } from './read-measure.ts';
import { isUnreadable, type Reading } from './reading.ts';

/**
 * One side of two measures, over the window and at the moment that both share. `counters`: rates, unless what happened is counted.
 * Nothing when it cannot be read so, or where more is said of time than that.
 */
export function readSide(
  binding: Binding,
  grouping: Grouping,
  understanding: Understanding,
  ground: Ground,
  counters: 'rate' | 'increase' = 'rate',
): Reading | undefined {
  const { time, target } = understanding;
  if (target || time.absolute || time.forecast || time.timeUntil || time.horizon !== undefined) return undefined;
  const asked = time.lookback ?? time.smoothing;
  const reading = readMeasure({
    binding,
    understanding,
    snapshot: ground.snapshot,
    grouping,
    windowMs: (asked ?? DEFAULT_WINDOW_SECONDS) * 1000,
    windowAsked: asked !== undefined,
    counters,
    wantsFraction: false,
    ...(time.offset !== undefined && { offsetMs: time.offset * 1000 }),
  });
  return isUnreadable(reading) ? undefined : reading;
}
