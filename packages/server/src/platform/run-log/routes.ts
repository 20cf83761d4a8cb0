import { followRun } from '@locum/contracts';
import type { FastifyInstance } from 'fastify';
import { eventStream, lastEventId, registerRoute } from '../http/index.ts';
import type { RunLog } from './run-log.ts';

export function registerRunRoutes(app: FastifyInstance, runLog: RunLog): void {
  registerRoute(app, followRun, async ({ params, principal, signal, request }) =>
    eventStream(runLog.follow(principal, params.id, { afterSeq: lastEventId(request), signal })),
  );
}
