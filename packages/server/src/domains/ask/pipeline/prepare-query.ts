import type { CostEstimate, Finding, TimeRange } from '@locum/contracts';
import type { Expr } from '@locum/promql';
import type { CatalogSnapshot } from '../../catalog/index.ts';
import type { GroundCache } from './ground-cache.ts';
import type { PlannedQuery, Planner, Unplanned } from './planner.ts';
import { chooseWindow, type QueryWindow, scrapeIntervalOf } from './query-window.ts';
import { checkStage } from './stages/check.ts';
import { costStage } from './stages/cost.ts';
import { groundStage } from './stages/ground.ts';
import { planStage } from './stages/plan.ts';
import type { StageLog } from './stages/stage-log.ts';
import { understandStage } from './stages/understand.ts';
import type { Understanding } from './understand/understand.ts';

export interface PrepareInput {
  readonly question: string;
  /** Unix seconds: "now" of the question. */
  readonly now: number;
  readonly range?: TimeRange | undefined;
  /** A query to use instead of planning one: a person's own, or a learned example. */
  readonly given?: PlannedQuery | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface PrepareDeps {
  readonly snapshot: CatalogSnapshot;
  readonly grounds: GroundCache;
  readonly planner: Planner;
  readonly budgetSamples: number;
}

/** A query that was checked and costed, not yet run. */
export interface PreparedQuery {
  readonly outcome: 'prepared';
  readonly understanding: Understanding;
  readonly planned: PlannedQuery;
  /** As it runs: repaired where that was certain. */
  readonly expr: Expr;
  readonly promql: string;
  readonly window: QueryWindow;
  readonly findings: readonly Finding[];
  readonly cost: CostEstimate;
  /** Estimated. */
  readonly outputSeries: number;
  readonly scrapeIntervalSeconds: number;
}

export interface Unprepared extends Unplanned {
  readonly understanding: Understanding;
  readonly planned?: PlannedQuery;
  readonly findings?: readonly Finding[];
  readonly cost?: CostEstimate;
}

/** The stages that need no source: understand → ground → plan → check → cost. */
export async function prepareQuery(
  input: PrepareInput,
  deps: PrepareDeps,
  log: StageLog,
): Promise<PreparedQuery | Unprepared> {
  const { question, now, given, signal } = input;
  const { snapshot } = deps;
  const understanding = await log.run('understand', () => understandStage({ question, now }));
  const planned = given ?? (await planWith(input, understanding, deps, log));
  if (planned.outcome !== 'planned') return { ...planned, understanding };
  signal?.throwIfAborted();
  const checked = await log.run('check', () => checkStage(planned, deps));
  if (checked.outcome === 'rejected')
    return { ...decline(checked.reason, checked.message), understanding, planned, findings: checked.findings };
  const scrapeIntervalSeconds = scrapeIntervalOf(checked.expr, snapshot);
  const window = windowOf(input, planned, understanding, scrapeIntervalSeconds);
  const costed = await log.run('cost', () => costStage({ expr: checked.expr, window }, deps));
  const { findings } = checked;
  if (costed.outcome === 'too_dear') {
    const refused = { outcome: 'refused', reason: 'over_budget', message: costed.message, nearest: [] } as const;
    return { ...refused, understanding, planned, findings, cost: costed.cost };
  }
  return {
    outcome: 'prepared',
    understanding,
    planned,
    expr: checked.expr,
    promql: checked.promql,
    window: costed.window,
    findings,
    cost: costed.cost,
    outputSeries: costed.outputSeries,
    scrapeIntervalSeconds,
  };
}

async function planWith(input: PrepareInput, understanding: Understanding, deps: PrepareDeps, log: StageLog) {
  const ground = await log.run('ground', () => groundStage(deps.snapshot, deps));
  const { question, now, signal } = input;
  return log.run('plan', () => planStage({ question, understanding, ground, now, signal }, deps));
}

function windowOf(
  { now, range }: PrepareInput,
  planned: PlannedQuery,
  understanding: Understanding,
  scrapeIntervalSeconds: number,
): QueryWindow {
  const isList = understanding.shape.ranking !== undefined || understanding.shape.entities;
  // A caller who picks a range wants to see it, unless the answer is a list, which has no course. Who gives the query
  // says how it runs: evidence of one instant is repeated at the end of its range.
  const kind = range !== undefined && !isList && planned.planner !== 'user' ? 'range' : planned.kind;
  const { rangeSeconds } = planned;
  return chooseWindow({ kind, rangeSeconds, absolute: understanding.time.absolute, range, now, scrapeIntervalSeconds });
}

function decline(reason: string, message: string): Unplanned {
  return { outcome: 'declined', reason, message, nearest: [] };
}
