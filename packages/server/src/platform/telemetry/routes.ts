import type { FastifyInstance } from 'fastify';
import type { Telemetry } from './telemetry.ts';

/** Counts every request from now on, and serves the exposition at `GET /metrics` (text, so it is no contract route). */
export function registerMetricsRoute(app: FastifyInstance, { registry, httpDuration, streamsOpen }: Telemetry): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    // A stream lasts as long as its reader stays, which says nothing about speed.
    if (request.routeOptions.config.contract?.stream) return;
    httpDuration.labels(request.method, route, String(reply.statusCode)).observe(reply.elapsedTime / 1000);
  });
  app.addHook('onRequest', async (request, reply) => {
    if (!request.routeOptions.config.contract?.stream) return;
    streamsOpen.inc();
    reply.raw.once('close', () => streamsOpen.dec());
  });
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    const text = await registry.metrics();
    return reply.type(registry.contentType).serializer(String).send(text);
  });
}
