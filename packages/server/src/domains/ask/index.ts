export { createGroundCache, type GroundCache } from './pipeline/ground-cache.ts';
export { builtInPlanner, type PlanInput, type PlannedQuery, type Planner, type Unplanned } from './pipeline/planner.ts';
export { type PreparedQuery, prepareQuery, type Unprepared } from './pipeline/prepare-query.ts';
export { createStageLog } from './pipeline/stages/stage-log.ts';
export { type QuestionText, readQuestion } from './read-question.ts';
