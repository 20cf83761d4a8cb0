import { getModelSettings, updateModelSettings } from '@locum/contracts';
import type { FastifyInstance } from 'fastify';
import { registerRoute } from '../../platform/http/index.ts';
import type { Models } from './service.ts';

export function registerModelRoutes(app: FastifyInstance, { settings }: Pick<Models, 'settings'>): void {
  registerRoute(app, getModelSettings, ({ principal }) => settings.get(principal));
  registerRoute(app, updateModelSettings, ({ principal, body }) => settings.update(principal, body));
}
