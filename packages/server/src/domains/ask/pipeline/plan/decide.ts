import type { CatalogSnapshot } from '../../../catalog/index.ts';
import type { Binding } from '../ground/binding.ts';
import type { Understanding } from '../understand/understand.ts';
import { DAY, HOUR, MINUTE } from '../understand/units.ts';
import { isCounting, wantsFraction } from './counting.ts';
import { chooseGrouping } from './grouping.ts';
import { asksGrowth, type Growth, growthOf } from './growth.ts';
import type { Lift } from './lift.ts';
import { hasRange, type OverTime, overTimeOf } from './over-time.ts';
import { allFilters, type ReadContext } from './reading.ts';
import { isCounter } from './selectors.ts';

export const DEFAULT_WINDOW_SECONDS = 300;

/** How a measure is read and what is put around it, decided once; the steps that follow only carry it out. */
export interface Decision {
  readonly windowSeconds: number;
  readonly read: ReadContext;
  readonly lift: Lift;
  readonly kind: 'instant' | 'range';
  readonly rangeSeconds?: number;
  readonly overTime?: OverTime;
  readonly growth?: Growth;
  readonly forecast: boolean;
}

/** What is known of the reading before the window is. */
interface Form {
  readonly isGauge: boolean;
  readonly forecast: boolean;
  readonly counting: boolean;
  readonly overTime: OverTime | undefined;
  readonly growth: Growth | undefined;
  readonly plot: boolean;
}

export function decide(binding: Binding, understanding: Understanding, snapshot: CatalogSnapshot): Decision {
  const { measure } = binding;
  const { time } = understanding;
  const fraction = wantsFraction(understanding);
  const form = decideForm(binding, understanding, snapshot, fraction);
  const { plot, overTime, growth, forecast } = form;
  const window = decideWindow(binding, understanding, form);
  const common = {
    snapshot,
    grouping: chooseGrouping(binding, understanding, snapshot),
    windowMs: window.seconds * 1000,
    windowAsked: window.isAsked,
    counters: isSinceStart(binding, understanding)
      ? ('raw' as const)
      : form.counting
        ? ('increase' as const)
        : ('rate' as const),
    ...(time.offset !== undefined && { offsetMs: time.offset * 1000 }),
  };
  const rangeSeconds = time.absolute ? time.absolute.end - time.absolute.start : (time.lookback ?? HOUR);
  return {
    windowSeconds: window.seconds,
    kind: plot ? 'range' : 'instant',
    forecast,
    lift: {
      ...common,
      filters: allFilters(binding),
      combine: measure.combine,
      ...(measure.keys && { keys: measure.keys }),
    },
    read: { ...common, binding, understanding, wantsFraction: fraction },
    ...(plot && { rangeSeconds }),
    ...(overTime && { overTime }),
    ...(growth && { growth }),
  };
}

function decideForm(
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

/** Objectives are mostly agreed for thirty days. */
const BUDGET_PERIOD = 30 * DAY;

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

function decideWindow(
  { measure }: Binding,
  { time, shape, errorBudget }: Understanding,
  { plot, overTime, isGauge, counting }: Form,
): { seconds: number; isAsked: boolean } {
  // The period of a curve, or of a maximum over time, is not the window of the rates in it.
  const isSpan = plot || (overTime !== undefined && !isGauge);
  const asked = time.smoothing ?? (isSpan ? undefined : time.lookback);
  const countsOpenly = counting && time.lookback === undefined && shape.howMany;
  const budgetWindow = errorBudget && errorBudget.asks !== 'burn-rate' ? BUDGET_PERIOD : undefined;
  return {
    isAsked: (asked ?? budgetWindow) !== undefined,
    seconds: asked ?? budgetWindow ?? measure.windowSeconds ?? (countsOpenly ? HOUR : DEFAULT_WINDOW_SECONDS),
  };
}

const SINCE_START =
  /\b(?:so far|since (?:it |they )?(?:start\w*|boot\w*|the beginning)|to date|cumulative(?:ly)?|all[- ]time|lifetime|ever)\b/;

/** The counter's own value is wanted. */
function isSinceStart({ measure }: Binding, { question, time }: Understanding): boolean {
  return SINCE_START.test(question) && time.lookback === undefined && measure.kind === 'counter';
}
