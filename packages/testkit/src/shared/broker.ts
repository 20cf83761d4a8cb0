import { createServer, type ServerResponse } from 'node:http';
import { startPostgres } from '../services/postgres.ts';
import { type RedisServer, startRedis } from '../services/redis.ts';

/** Environment variable through which test processes find the broker of their run. */
export const BROKER_VARIABLE = 'LOCUM_TESTKIT_BROKER';

export type Broker = { url: string; stop(): Promise<void> };

/**
 * Serves one PostgreSQL and one Redis to all processes of a test run, each started when first asked for:
 * `GET /postgres` → `{url}`, `GET /redis` → `{url}` of a database not given out before, or 503 `{reason}`.
 */
export async function startBroker(): Promise<Broker> {
  const postgres = once(() => startPostgres());
  const redis = once(() => startRedis());
  const nextRedis = numberedDatabases(redis.get);
  const services: Record<string, () => Promise<{ url: string }>> = { '/postgres': postgres.get, '/redis': nextRedis };
  const server = createServer((request, response) => {
    const start = services[request.url ?? ''];
    if (start === undefined) return reply(response, 404, { reason: `The broker has no ${request.url}.` });
    start().then(
      ({ url }) => reply(response, 200, { url }),
      (error: unknown) => reply(response, 503, { reason: error instanceof Error ? error.message : String(error) }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await Promise.all([postgres.stop(), redis.stop()]);
    },
  };
}

/** Answers another numbered database of one Redis at each call, so that no two tests share keys. */
export function numberedDatabases(getServer: () => Promise<RedisServer>): () => Promise<{ url: string }> {
  let next = 1;
  return async () => {
    const server = await getServer();
    return { url: server.urlOf(next++) };
  };
}

type Stoppable = { stop(): Promise<void> };

/** Starts a service at most once; a failed start is remembered, so that every test that needs it gives the same reason. */
export function once<Service extends Stoppable>(start: () => Promise<Service>) {
  let started: Promise<Service> | null = null;
  return {
    get: () => {
      started ??= start();
      return started;
    },
    stop: async () => {
      const service = await started?.catch(() => null);
      await service?.stop();
    },
  };
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
