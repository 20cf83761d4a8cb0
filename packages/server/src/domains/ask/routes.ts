import { ask, checkQuery, explainQuery, getAnswer, giveFeedback, listHistory, replayExamples } from '@locum/contracts';
import type { FastifyInstance } from 'fastify';
import { eventStream, registerRoute, wantsEvents } from '../../platform/http/index.ts';
import type { RunLog } from '../../platform/run-log/index.ts';
import type { Ask } from './service.ts';

export function registerAskRoutes(app: FastifyInstance, service: Ask, runLog: Pick<RunLog, 'follow'>): void {
  registerRoute(app, ask, async ({ principal, body, request, signal }) => {
    if (!wantsEvents(request)) return service.ask(principal, body);
    // Goes on when the reader leaves: the run can be taken up again.
    const { runId } = await service.start(principal, body);
    return eventStream(runLog.follow(principal, runId, { signal }), { runId });
  });

  registerRoute(app, explainQuery, ({ principal, body }) => service.review.explain(principal, body));
  registerRoute(app, checkQuery, ({ principal, body }) => service.review.check(principal, body));
  registerRoute(app, replayExamples, ({ principal, body }) => service.replay(principal, body.sourceId));
  registerRoute(app, listHistory, ({ principal, query }) => service.history(principal, query));
  registerRoute(app, getAnswer, ({ principal, params }) => service.getAnswer(principal, params.id));
  registerRoute(app, giveFeedback, ({ principal, params, body }) => service.giveFeedback(principal, params.id, body));
}
