import type { CostEstimate } from '@locum/contracts';
import { type Cost, type Expr, estimateCost } from '@locum/promql';
import type { CatalogSnapshot } from '../../../catalog/index.ts';
import { niceStep, type QueryWindow } from '../query-window.ts';
import type { Staged } from './stage-log.ts';

/** A query whose estimated cost fits the budget, if need be at a coarser step. */
export interface AffordableQuery {
  readonly outcome: 'affordable';
  readonly window: QueryWindow;
  readonly cost: CostEstimate;
  /** Estimated. */
  readonly outputSeries: number;
}

export interface TooDear {
  readonly outcome: 'too_dear';
  readonly message: string;
  readonly cost: CostEstimate;
}

export interface CostDeps {
  readonly snapshot: CatalogSnapshot;
  /** Samples one query may read. */
  readonly budgetSamples: number;
}

/** Estimates what the query reads before it runs; over budget it gets a coarser step, or is refused with the numbers. */
export function costStage(
  { expr, window }: { readonly expr: Expr; readonly window: QueryWindow },
  deps: CostDeps,
): Staged<AffordableQuery | TooDear> {
  const first = estimate(expr, window, deps);
  if (first.withinBudget) return affordable(window, first, deps, 'within the budget');
  const coarser = coarserWindow(window, first);
  const second = coarser === undefined ? undefined : estimate(expr, coarser, deps);
  if (coarser?.kind === 'range' && second?.withinBudget)
    return affordable(coarser, second, deps, `at a coarser step of ${coarser.stepSeconds} s: ${first.reason}`);
  const message = `${first.reason} Narrow the time range, name a service, or aggregate.`;
  const cost = toEstimate(first, deps, first.reason ?? 'over the budget');
  return { result: { outcome: 'too_dear', message, cost }, summary: message };
}

function estimate(expr: Expr, window: QueryWindow, { snapshot, budgetSamples }: CostDeps): Cost {
  return estimateCost(expr, {
    catalog: snapshot,
    kind: window.kind,
    ...(window.kind === 'range' && {
      rangeSeconds: window.endSeconds - window.startSeconds,
      stepSeconds: window.stepSeconds,
    }),
    budget: { maxSamples: budgetSamples, maxPointsPerSeries: 11_000 },
  });
}

function coarserWindow(window: QueryWindow, { suggestedStepSeconds }: Cost): QueryWindow | undefined {
  if (window.kind !== 'range' || suggestedStepSeconds === undefined) return undefined;
  const stepSeconds = niceStep(suggestedStepSeconds);
  // Two points are a line, not a course.
  return (window.endSeconds - window.startSeconds) / stepSeconds < 4 ? undefined : { ...window, stepSeconds };
}

function affordable(window: QueryWindow, cost: Cost, deps: CostDeps, reason: string): Staged<AffordableQuery> {
  const words = `about ${count(cost.samplesProcessed)} samples of ${count(cost.seriesTouched)} series, ${reason}`;
  return {
    result: { outcome: 'affordable', window, cost: toEstimate(cost, deps, words), outputSeries: cost.outputSeries },
    summary: words,
  };
}

function toEstimate(cost: Cost, { budgetSamples }: CostDeps, reason: string): CostEstimate {
  return {
    series: cost.seriesTouched,
    samples: cost.samplesProcessed,
    budgetSamples,
    withinBudget: cost.withinBudget,
    reason,
  };
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
