import { z } from 'zod';
import { defineRoute } from './route.ts';

export const componentHealth = z.object({
  state: z.enum(['up', 'degraded', 'down', 'off']).describe('`off`: not configured'),
  message: z.string().optional(),
});
export const health = z.object({
  status: z.enum(['up', 'degraded', 'down']),
  at: z.iso.datetime(),
  details: z
    .object({ version: z.string(), components: z.record(z.string(), componentHealth) })
    .optional()
    .describe('Only for who is signed in'),
});
export type Health = z.infer<typeof health>;

export const getLiveness = defineRoute({
  method: 'GET',
  path: '/health',
  summary: 'Whether the process serves requests.',
  access: 'public',
  reply: z.object({ status: z.enum(['up', 'degraded', 'down']) }),
});

export const getHealth = defineRoute({
  method: 'GET',
  path: '/api/v1/health',
  summary: 'How the server does; by component for who is signed in.',
  access: 'public',
  reply: health,
});
