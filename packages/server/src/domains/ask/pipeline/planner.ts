import type { QueryPlan } from '@locum/contracts';
import { type Expr, print } from '@locum/promql';
import { findStatement, type Statement } from './answer/statement.ts';
import { askForPercentile, toDistribution } from './distribution.ts';
import type { Ground } from './ground/ground.ts';
import { planQuestion } from './plan/built-in-planner.ts';
import type { Understanding } from './understand/understand.ts';

/** A query that a planner offers. Durations in seconds. */
export interface PlannedQuery {
  readonly outcome: 'planned';
  readonly expr: Expr;
  readonly promql: string;
  readonly kind: 'instant' | 'range';
  readonly rangeSeconds?: number;
  readonly windowSeconds?: number;
  readonly unit: string;
  /** Unit of what is measured, where the result is a comparison of it. */
  readonly measureUnit?: string;
  readonly reading: string;
  /** What makes `reading` true of the values, where their 1 means the opposite and the query has not applied it. */
  readonly statement?: Statement;
  readonly confidence: number;
  readonly planner: QueryPlan['planner'];
  readonly alternatives: readonly {
    readonly promql: string;
    readonly reading: string;
    readonly reason: string;
    readonly kind: 'instant' | 'range';
  }[];
  /** What to tell the reader about how it was planned: a model that did not answer, for example. */
  readonly notices?: readonly string[];
}

/** No query: `declined` for lack of grounding, `refused` because it must not be done. */
export interface Unplanned {
  readonly outcome: 'declined' | 'refused';
  /** Machine-readable: unknown_metric, malicious, … */
  readonly reason: string;
  readonly message: string;
  /** Measures that are nearest to what was asked, in words. */
  readonly nearest: readonly string[];
  readonly notices?: readonly string[];
}

export interface PlanInput {
  readonly question: string;
  readonly understanding: Understanding;
  readonly ground: Ground;
  /** Unix seconds. */
  readonly now: number;
  readonly signal?: AbortSignal | undefined;
}

/** Question and catalog → query. The built-in planner and planners that ask a model are behind it. */
export interface Planner {
  plan(input: PlanInput): Promise<PlannedQuery | Unplanned>;
}

/** Deterministic, offline, without a model. */
export const builtInPlanner: Planner = {
  async plan(input) {
    const percentile = askForPercentile(input.question);
    const planned = planBuiltIn(percentile === null ? input : { ...input, question: percentile });
    if (percentile === null || planned.outcome !== 'planned') return planned;
    const distribution = toDistribution(planned);
    return distribution === null ? planned : { ...distribution, promql: print(distribution.expr) };
  },
};

function planBuiltIn({ question, ground, now }: PlanInput): PlannedQuery | Unplanned {
  const outcome = planQuestion(question, ground, now);
  if (outcome.outcome !== 'planned') {
    const { reason, message, nearest } = outcome;
    return { outcome: outcome.outcome, reason, message, nearest };
  }
  const { binding, understanding: _, ...planned } = outcome;
  const units = unitsOf(planned, binding?.measure.unit);
  const holds = units.unit === 'bool' ? binding?.measure.holds : undefined;
  const statement = holds === undefined ? null : findStatement(holds, planned.expr);
  return { ...planned, planner: 'built-in', ...units, ...(statement !== null && { statement }) };
}

/** A share of a rate has no time in it, but what it compares has; a slope has, whatever it is the slope of. */
function unitsOf(
  { expr, unit }: Pick<PlannedQuery, 'expr' | 'unit'>,
  measureUnit: string | undefined,
): Pick<PlannedQuery, 'unit' | 'measureUnit'> {
  const relative = /^(percent|factor)_per_second$/.exec(unit)?.[1];
  if (isSlope(expr) && !unit.endsWith('_per_second')) return { unit: `${unit}_per_second` };
  if (measureUnit === undefined) return { unit: relative ?? unit };
  const isRate = relative !== undefined || unit === `${measureUnit}_per_second`;
  return { unit: relative ?? unit, measureUnit: isRate ? `${measureUnit}_per_second` : measureUnit };
}

function isSlope(expr: Expr): boolean {
  if (expr.type === 'Paren' || expr.type === 'Aggregate') return isSlope(expr.expr);
  return expr.type === 'Call' && expr.func === 'deriv';
}
