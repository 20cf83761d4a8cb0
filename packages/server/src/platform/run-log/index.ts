import { createDataRights, createRetention } from '../db/index.ts';
import { runEvents, runs } from './tables.ts';

export { createInProcessBus, type RunBus } from './bus.ts';
export { registerRunRoutes } from './routes.ts';
export { createRunLog, type FollowOptions, type RunLog, type RunWriter } from './run-log.ts';
export { type FinishedRun, storeFinishedRuns } from './store-finished.ts';

export const dataRights = createDataRights([runEvents, runs]);

/** Events go with their run. */
export const retention = createRetention([{ table: runs, column: runs.createdAt, keep: 'runs' }]);
