import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { hashToken } from '../crypto/index.ts';
import { AppError } from '../errors.ts';
import type { Telemetry } from './telemetry.ts';

export interface MetricsAccess {
  /** Asked of everybody. Without one, only programs on this machine are answered. */
  readonly token: string | undefined;
}

/**
 * Counts every request from now on, and serves the exposition at `GET /metrics` (text, so it is no contract route). It is for who
 * runs the server, not for members: it counts what all organisations do.
 */
export function registerMetricsRoute(
  app: FastifyInstance,
  { registry, httpDuration, streamsOpen }: Telemetry,
  access: MetricsAccess,
): void {
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
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (!mayRead(request, access)) {
      reply.header('www-authenticate', 'Bearer');
      throw new AppError('unauthenticated', { hint: HINT });
    }
    const text = await registry.metrics();
    return reply.type(registry.contentType).serializer(String).send(text);
  });
}

const HINT =
  '/metrics takes the token of LOCUM_METRICS_TOKEN as bearer token; without that setting it answers this machine only.';

function mayRead(request: FastifyRequest, { token }: MetricsAccess): boolean {
  if (token === undefined) return isFromHere(request);
  const given = /^Bearer (.*)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  return timingSafeEqual(Buffer.from(hashToken(given)), Buffer.from(hashToken(token)));
}

const PASSED_ON = ['forwarded', 'via', 'x-forwarded-for', 'x-real-ip'];

/** The connection itself, not `request.ip`: what a proxy forwards begins with what its client claims. */
function isFromHere({ socket, headers }: FastifyRequest): boolean {
  const address = socket.remoteAddress?.replace('::ffff:', '') ?? '';
  return (address === '::1' || address.startsWith('127.')) && !PASSED_ON.some((name) => name in headers);
}
