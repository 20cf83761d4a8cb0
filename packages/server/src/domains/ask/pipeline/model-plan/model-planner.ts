import type { Clock } from '../../../../platform/clock.ts';
import type { Models } from '../../../models/index.ts';
import type { PlanInput, PlannedQuery, Planner, Unplanned } from '../planner.ts';
import type { FamilySearch } from './choose-families.ts';
import { type ModelPlanOutcome, planWithModel } from './plan-with-model.ts';

/** `auto` asks the model only where the built-in planner is unsure or finds nothing. */
export type PlannerMode = 'built-in' | 'model' | 'auto';

export interface ModelPlannerDeps {
  readonly models: Pick<Models, 'generate' | 'findObstacle'>;
  readonly builtIn: Planner;
  readonly mode: PlannerMode;
  readonly organisationId: string;
  /** Over the catalog of the source that is asked. */
  readonly search: FamilySearch;
  /** For the model, the repair round included. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

// Measured on three of the question sets in bench/: below, three of ten built-in plans were wrong; above, one of ten.
const SURE = 0.7;
// What the model says cannot be answered is doubtful, but what was found is shown.
const DOUBT = 0.5;

/** Plans with the built-in planner and, where the mode says so and the organisation allows it, with a model. */
export function createModelPlanner(deps: ModelPlannerDeps): Planner {
  const { builtIn, mode, models } = deps;
  return {
    async plan(input) {
      const own = await builtIn.plan(input);
      if (!isForModel(mode, input, own)) return own;
      const obstacle = await models.findObstacle(deps);
      // Whoever set up no model, or lets nothing leave, need not hear about it with every question.
      const isChosen = obstacle?.code === 'no_model' || obstacle?.code === 'model_nothing_leaves';
      if (isChosen && mode === 'auto') return own;
      return choose(own, await planWithModel({ ...input, builtIn: own }, deps));
    },
  };
}

/** A refusal is final: no model hears of it. Neither does one of what is no question about metrics. */
function isForModel(mode: PlannerMode, { understanding }: PlanInput, own: PlannedQuery | Unplanned): boolean {
  if (mode === 'built-in' || understanding.refusal !== undefined || own.outcome === 'refused') return false;
  return mode === 'model' || own.outcome !== 'planned' || own.confidence < SURE;
}

function choose(own: PlannedQuery | Unplanned, plan: ModelPlanOutcome): PlannedQuery | Unplanned {
  const { notices } = plan;
  if (plan.outcome === 'plan') return { ...plan.planned, notices };
  if (own.outcome !== 'planned') return { ...own, notices };
  const confidence = plan.reason === 'declined' ? own.confidence * DOUBT : own.confidence;
  return { ...own, confidence, notices: [...notices, 'The built-in planner answered.'] };
}
