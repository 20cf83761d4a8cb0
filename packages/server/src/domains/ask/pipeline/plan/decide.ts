import type { CatalogSnapshot } from '../../../catalog/index.ts';
import type { Binding } from '../ground/binding.ts';
import type { Understanding } from '../understand/understand.ts';
import { DAY, HOUR } from '../understand/units.ts';
import { wantsFraction } from './counting.ts';
import { decideForm, type Form } from './form.ts';
import { chooseGrouping } from './grouping.ts';
import type { Growth } from './growth.ts';
import type { Lift } from './lift.ts';
import type { OverTime } from './over-time.ts';
import { allFilters, type ReadContext } from './reading.ts';

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
      ...(measure.joined && { joined: measure.joined }),
    },
    read: { ...common, binding, understanding, wantsFraction: fraction },
    ...(plot && { rangeSeconds }),
    ...(overTime && { overTime }),
    ...(growth && { growth }),
  };
}

/** Objectives are mostly agreed for thirty days. */
const BUDGET_PERIOD = 30 * DAY;

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
function isSinceStart({ measure }: Binding, { question, time, shape, threshold }: Understanding): boolean {
  // "pods that restarted more than 5 times altogether"
  const isEver = SINCE_START.test(question) || (shape.overall && shape.entities && threshold !== undefined);
  return isEver && time.lookback === undefined && measure.kind === 'counter';
}
