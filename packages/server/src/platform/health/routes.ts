import { getHealth, getLiveness } from '@locum/contracts';
import type { FastifyInstance } from 'fastify';
import { registerRoute } from '../http/index.ts';
import type { Health } from './health.ts';

/**
 * `/health` says whether to restart this process, so it asks nobody else; `/api/v1/health` says how everything is. Load balancers have
 * no token, and a stranger learns no more than they do: neither the version nor what there is to attack.
 */
export function registerHealthRoutes(app: FastifyInstance, health: Health): void {
  registerRoute(app, getLiveness, async () => ({ status: 'up' as const }));
  registerRoute(app, getHealth, async ({ principal }) => {
    const { details, ...summary } = await health.report();
    return principal === null ? summary : { ...summary, details };
  });
}
