import { build, type Expr } from '@locum/promql';
import type { CatalogSnapshot } from '../../../catalog/index.ts';
import type { Binding } from '../ground/binding.ts';
import type { Aggregator } from '../understand/shape.ts';
import type { Threshold } from '../understand/thresholds.ts';
import { speaksOfAnyMoment, type Understanding } from '../understand/understand.ts';
import { isMean, spokenAggregator } from './aggregators.ts';
import { asksOfOne, type Condition, isNeverOtherwise, parseHolds } from './conditions.ts';
import { wantsFraction } from './counting.ts';

/** One value for a period: "peak over the last hour". */
export interface OverTime {
  readonly how: 'max' | 'min' | 'avg';
  readonly seconds: number;
}

/** `growing`: the question speaks of growth, so the period is for that. */
export function overTimeOf(
  binding: Binding,
  understanding: Understanding,
  snapshot: CatalogSnapshot,
  { isGauge, growing }: { readonly isGauge: boolean; readonly growing: boolean },
): OverTime | undefined {
  const { time, threshold } = understanding;
  const { measure } = binding;
  const holds = measure.holds === undefined ? undefined : parseHolds(measure.holds);
  const always = threshold ? within(threshold) : holds && heldBy(holds).always;
  if (understanding.lasting !== undefined && always && !time.plot)
    return { how: always, seconds: understanding.lasting };
  const seconds = time.lookback;
  if (seconds === undefined || time.plot) return undefined;
  const how = spokenAlongTime(binding, understanding, snapshot);
  if (how) return { how, seconds };
  if (!isGauge || growing || time.forecast || hasRange(binding)) return undefined;
  if (holds) {
    // Of one thing the whole course is told.
    if (threshold || isTime(measure) || wantsFraction(understanding) || asksOfOne(understanding)) return undefined;
    const isAlways = ALL_THE_TIME.test(understanding.core) || isNeverOtherwise(binding, understanding);
    return { how: isAlways ? heldBy(holds).always : heldBy(holds).once, seconds };
  }
  // A share or state "in the last day" is meant on average, unless it went somewhere.
  const isExtreme = threshold && (isBeyondOnce(understanding) || ALL_THE_TIME.test(understanding.core));
  if (isState(binding) && !isExtreme) return { how: 'avg', seconds };
  const isAmount = measure.kind === 'gauge' && measure.unit !== 'timestamp';
  if (!threshold || !(isAmount || isState(binding))) return undefined;
  return { how: ALL_THE_TIME.test(understanding.core) ? within(threshold) : beyond(threshold), seconds };
}

/** The extreme that tells whether a value was beyond the bound all the time. */
function within(threshold: Threshold): 'min' | 'max' {
  return beyond(threshold) === 'max' ? 'min' : 'max';
}

const ALL_THE_TIME =
  /\b(?:for the (?:last|past|whole)|without (?:a single|any|one)|the (?:whole|entire|full) time|all (?:of )?the time|throughout|continuously|permanently|constantly)\b/;

/** "down in the last hour": the extreme that tells whether it was so once, and whether always. */
function heldBy({ op, value }: Condition): Readonly<Record<'once' | 'always', OverTime['how']>> {
  const isLow = op.startsWith('<') || (op === '==' && value === 0) || (op === '!=' && value !== 0);
  return isLow ? { once: 'min', always: 'max' } : { once: 'max', always: 'min' };
}

function isTime({ unit }: Binding['measure']): boolean {
  return unit === 'seconds' || unit === 'timestamp';
}

/** "down for more than 5 minutes": the statement holds for so long, where it is no time itself. */
export function lastingStatement({ measure }: Binding, understanding: Understanding): Understanding | undefined {
  const { threshold, ...rest } = understanding;
  if (!threshold?.lasts || measure.holds === undefined || isTime(measure)) return undefined;
  return { ...rest, lasting: threshold.value };
}

function isState({ measure }: Binding): boolean {
  return ['bool', 'ratio', 'percent'].includes(measure.unit);
}

/** "disks that went above 90 %": once is enough. */
const WENT_THERE =
  /\b(?:went|gone|got|rose|risen|climbed|jumped|dropped|dipped|fell|fallen|exceeded|hit|ever|crossed|passed)\b/;
/** "up less than 99 % of the time": a mean, whatever else is said. */
const OF_THE_TIME = /\b(?:of the time|uptime|availab\w*|reachab\w*)\b/;

function isBeyondOnce({ core }: Understanding): boolean {
  return WENT_THERE.test(core) && !OF_THE_TIME.test(core);
}

/** The extreme that tells whether a value was beyond the bound. */
function beyond({ operator }: Threshold): 'min' | 'max' {
  return operator.startsWith('<') ? 'min' : 'max';
}

/** The measure is written with a window of its own. */
export function hasRange({ measure }: Binding): boolean {
  return measure.fact?.measure.includes('[') === true;
}

function spokenAlongTime(
  binding: Binding,
  understanding: Understanding,
  snapshot: CatalogSnapshot,
): OverTime['how'] | undefined {
  if (binding.measure.kind === 'histogram' || binding.measure.kind === 'summary') return undefined;
  const how = extremeOfAny(understanding) ?? alongTime(binding, understanding);
  // A mean over a longer window is that mean, not a mean of means.
  if (how === undefined || how === 'sum' || (how === 'avg' && isMean(binding, snapshot))) return undefined;
  // "the slowest command over the last hour" picks a command, and no moment.
  if (isMean(binding, snapshot) && understanding.superlative && binding.entityLabel !== undefined) return undefined;
  return how;
}

/** "above 50 at any point in the last hour": the extreme tells whether it was. */
function extremeOfAny({ question, threshold }: Understanding): Aggregator | undefined {
  if (!threshold || !speaksOfAnyMoment(question)) return undefined;
  return beyond(threshold);
}

/** "average over the last hour, total of all instances": the mean is along time, the sum across. */
function alongTime(binding: Binding, understanding: Understanding): Aggregator | undefined {
  const { aggregators } = understanding.shape;
  const how = spokenAggregator(binding, understanding);
  return how === 'sum' && aggregators.includes('avg') ? 'avg' : how;
}

/** `alone`: each group is a single series, so that merging it changes nothing. */
export function overTime(expr: Expr, { how, seconds }: OverTime, alone = false): Expr {
  const func = `${how}_over_time`;
  if (alone && expr.type === 'Aggregate') return overTime({ ...expr, op: how }, { how, seconds });
  if (expr.type === 'VectorSelector') return build.call(func, build.range(expr, seconds * 1000));
  // The maximum of maxima is the maximum, and so for minimum and mean: no subquery is needed.
  if (expr.type === 'Aggregate' && expr.op === how && expr.expr.type === 'VectorSelector')
    return { ...expr, expr: build.call(func, build.range(expr.expr, seconds * 1000)) };
  return build.call(func, build.subquery(expr, seconds * 1000, resolution(seconds) * 1000));
}

const STEPS = [15, 30, 60, 120, 300, 600, 1800, 3600];
const MOST_POINTS = 720;

/** Fine enough for the extremes: 15 s for up to three hours. */
function resolution(seconds: number): number {
  return STEPS.find((step) => seconds / step <= MOST_POINTS) ?? 3600;
}
