import { completeQuestion, listMetrics, listServices, triggerDiscovery } from '@locum/contracts';
import type { FastifyInstance } from 'fastify';
import { registerRoute } from '../../platform/http/index.ts';
import { completeByMeaning } from './completion.ts';
import { listFamilies, listServiceIdentities } from './listing.ts';
import type { Catalog } from './service.ts';

export function registerCatalogRoutes(app: FastifyInstance, catalog: Catalog): void {
  registerRoute(app, listMetrics, async ({ principal, query }) => {
    const view = await catalog.get(principal, query.sourceId);
    const { items, ...page } = await listFamilies(view, query);
    return { ...page, metrics: [...items], status: await catalog.status(principal, view.sourceId) };
  });

  registerRoute(app, listServices, async ({ principal, query }) => {
    const view = await catalog.get(principal, query.sourceId);
    const { items, ...page } = listServiceIdentities(view, query);
    return { ...page, services: [...items], status: await catalog.status(principal, view.sourceId) };
  });

  registerRoute(app, completeQuestion, async ({ principal, query }) => {
    const view = await catalog.get(principal, query.sourceId);
    return { completions: [...(await completeByMeaning(view, query.text, query.limit))] };
  });

  registerRoute(app, triggerDiscovery, ({ principal, body }) => catalog.discover(principal, body.sourceId));
}
