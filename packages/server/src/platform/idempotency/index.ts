import { createDataRights, createRetention } from '../db/index.ts';
import { keyedRequests } from './tables.ts';

export { createIdempotency, type Idempotency } from './idempotency.ts';

export const dataRights = createDataRights([keyedRequests]);

export const retention = createRetention([{ table: keyedRequests, column: keyedRequests.claimedAt, keep: 1 }]);
