import type { CatalogSnapshot } from '../../../catalog/index.ts';
import type { Binding } from '../ground/binding.ts';
import type { Understanding } from '../understand/understand.ts';
import { MINUTE } from '../understand/units.ts';
import { isCounting } from './counting.ts';
import { asksGrowth, type Growth, growthOf } from './growth.ts';
import { hasRange, type OverTime, overTimeOf } from './over-time.ts';
import { isCounter } from './selectors.ts';

/** What is known of the reading before the window is. */
export interface Form {
  readonly isGauge: boolean;
  readonly forecast: boolean;
  readonly counting: boolean;
  readonly overTime: OverTime | undefined;
  readonly growth: Growth | undefined;
  readonly plot: boolean;
}

export function decideForm(
  binding: Binding,
  understanding: Understanding,
  snapshot: CatalogSnapshot,
  fraction: boolean,
): Form {
  const { measure } = binding;
  const { time } = understanding;
  const isGauge =
    measure.kind === 'gauge' ||
    (measure.kind === 'expression' && !measure.metrics.some((metric) => isCounter(metric, snapshot)));
  // What is a time already, or is compared with a bound, needs no trend.
  const isNow =
    (understanding.threshold !== undefined && time.horizon === undefined && !time.timeUntil) ||
    (measure.unit === 'seconds' && measure.kind === 'expression');
  const forecast =
    (time.forecast || time.timeUntil) && isGauge && measure.unit !== 'timestamp' && measure.unit !== 'bool' && !isNow;
  const growing = asksGrowth(binding, understanding);
  const growth = isGauge && growing && !forecast && !measure.holds ? growthOf(understanding) : undefined;
  const overTime = overTimeOf(binding, understanding, snapshot, { isGauge, growing });
  const form = { isGauge, forecast, growth, overTime, counting: isCounting(binding, understanding, fraction) };
  return { ...form, plot: time.plot || time.absolute !== undefined || impliesPlot(binding, understanding, form) };
}

/** "memory of cart in the last 3 hours": of a gauge that nothing else reduces to one value, the curve is wanted. */
function impliesPlot(binding: Binding, understanding: Understanding, form: Omit<Form, 'plot'>): boolean {
  const { measure } = binding;
  const { time, shape, threshold } = understanding;
  const isReduced = form.overTime !== undefined || form.growth !== undefined || form.forecast || shape.howMany;
  if (isRateOverTime(binding, understanding) && !isReduced) return true;
  const hasOwnWindow = measure.windowSeconds !== undefined || hasRange(binding);
  return (
    measure.kind === 'gauge' &&
    time.lookback !== undefined &&
    !isReduced &&
    !hasOwnWindow &&
    !measure.holds &&
    !threshold
  );
}

/** Shorter than this, a period is the window of a rate. */
const LEAST_SPAN = 30 * MINUTE;

/** "requests per second over the last 3 hours": the course of the rate, and not its mean. */
function isRateOverTime({ measure }: Binding, { time, shape, threshold, superlative }: Understanding): boolean {
  const isLong = time.lookback !== undefined && time.lookback >= LEAST_SPAN && time.smoothing === undefined;
  const isOne = shape.aggregators.every((aggregator) => aggregator === 'sum') && !shape.entities && !shape.ranking;
  return (
    isLong &&
    isOne &&
    shape.perSeconds === 1 &&
    measure.kind === 'counter' &&
    !threshold &&
    !superlative &&
    !time.comparison
  );
}
