import type { Expr } from '@locum/promql';
import type { Binding } from '../ground/binding.ts';
import type { Ground } from '../ground/ground.ts';
import type { Understanding } from '../understand/understand.ts';
import { DEFAULT_WINDOW_SECONDS } from './decide.ts';
import type { Grouping } from './lift.ts';
import { readMeasure } from './read-measure.ts';
import { isUnreadable } from './reading.ts';

/** One side of a quotient of two measures: rates over the window that both share. Nothing when it cannot be read so. */
export function readSide(
  binding: Binding,
  grouping: Grouping,
  understanding: Understanding,
  ground: Ground,
): Expr | undefined {
  const asked = understanding.time.lookback ?? understanding.time.smoothing;
  const reading = readMeasure({
    binding,
    understanding,
    snapshot: ground.snapshot,
    grouping,
    windowMs: (asked ?? DEFAULT_WINDOW_SECONDS) * 1000,
    windowAsked: asked !== undefined,
    counters: 'rate',
    wantsFraction: false,
  });
  return isUnreadable(reading) ? undefined : reading.expr;
}
