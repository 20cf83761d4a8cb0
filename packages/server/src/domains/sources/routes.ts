import { createSource, deleteSource, listSources, testSource } from '@locum/contracts';
import type { FastifyInstance } from 'fastify';
import { registerRoute } from '../../platform/http/index.ts';
import type { Sources } from './service.ts';

export function registerSourceRoutes(app: FastifyInstance, sources: Sources): void {
  registerRoute(app, listSources, async ({ principal }) => ({ sources: await sources.list(principal) }));

  registerRoute(app, createSource, ({ principal, body, signal }) => sources.create(principal, body, signal));

  registerRoute(app, testSource, async ({ body, signal }) => {
    const tested = await sources.test(body, signal);
    if (!tested.ok) return { ok: false, message: tested.message };
    const { version } = tested.build;
    return {
      ok: true,
      message: tested.message,
      metricCount: tested.metricCount,
      ...(version === '' ? {} : { version }),
    };
  });

  registerRoute(app, deleteSource, async ({ principal, params }) => {
    await sources.remove(principal, params.id);
    return { deleted: true as const };
  });
}
