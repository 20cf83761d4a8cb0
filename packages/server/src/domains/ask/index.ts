import { createDataRights, createRetention } from '../../platform/db/index.ts';
import { examples, questions } from './tables.ts';

export { withAskableSuggestions } from './askable-suggestions.ts';
export { formatValue } from './pipeline/answer/format-value.ts';
export { createGroundCache, type GroundCache } from './pipeline/ground-cache.ts';
export { createModelPlanner, type ModelPlannerDeps, type PlannerMode } from './pipeline/model-plan/model-planner.ts';
export { builtInPlanner, type PlanInput, type PlannedQuery, type Planner, type Unplanned } from './pipeline/planner.ts';
export { type PreparedQuery, prepareQuery, type Unprepared } from './pipeline/prepare-query.ts';
export { type AnswerDraft, runPipeline } from './pipeline/run-pipeline.ts';
export { createStageLog } from './pipeline/stages/stage-log.ts';
export { type QuestionText, readQuestion } from './read-question.ts';
export { registerAskRoutes } from './routes.ts';
export { type Ask, type AskDeps, createAsk } from './service.ts';

export const dataRights = createDataRights([examples, questions]);

/** Examples stay until they are taken back, or their source goes. */
export const retention = createRetention([{ table: questions, column: questions.askedAt, keep: 'history' }]);
