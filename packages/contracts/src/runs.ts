import { z } from 'zod';
import { defineRoute } from './route.ts';

/** Anything that takes time is a run. Its events are stored with a sequence number before they are announced. */
export const runKind = z.enum(['question']);
export type RunKind = z.infer<typeof runKind>;

export const runEvent = z.object({
  seq: z.number().int().positive(),
  at: z.iso.datetime(),
  name: z.string(),
  data: z.unknown(),
});
export type RunEvent = z.infer<typeof runEvent>;

export const followRun = defineRoute({
  method: 'GET',
  path: '/api/v1/runs/:id/events',
  summary: 'Follow or resume the events of a run (server-sent events; resume with Last-Event-ID).',
  access: 'member',
  params: z.object({ id: z.string() }),
  reply: runEvent,
  stream: true,
});
