import { z } from 'zod';
import { defineRoute } from './route.ts';

export const metricType = z.enum([
  'counter',
  'gauge',
  'histogram',
  'native_histogram',
  'summary',
  'info',
  'stateset',
  'unknown',
]);

/** One metric family as discovered: labels with a bounded sample of their values. */
export const catalogMetric = z.object({
  name: z.string(),
  type: metricType,
  help: z.string(),
  unit: z.string().optional(),
  seriesCount: z.number().int(),
  labels: z.array(z.object({ name: z.string(), values: z.array(z.string()), distinct: z.number().int() })),
  services: z.array(z.string()),
  lastSeenAt: z.iso.datetime(),
});
export type CatalogMetric = z.infer<typeof catalogMetric>;

/** A service and the labels by which its series are told apart from others. */
export const catalogService = z.object({
  name: z.string(),
  namespace: z.string().optional(),
  identifiedBy: z.array(z.object({ label: z.string(), value: z.string() })),
  metricCount: z.number().int(),
  lastSeenAt: z.iso.datetime(),
});
export type CatalogService = z.infer<typeof catalogService>;

export const catalogStatus = z.object({
  sourceId: z.string(),
  state: z.enum(['never', 'running', 'ready', 'failed']),
  discoveredAt: z.iso.datetime().optional(),
  durationMs: z.number().optional(),
  requests: z.number().int().optional(),
  metricCount: z.number().int(),
  seriesCount: z.number().int(),
  serviceCount: z.number().int(),
  message: z.string().optional(),
});
export type CatalogStatus = z.infer<typeof catalogStatus>;

const page = z.strictObject({
  sourceId: z.string().optional(),
  search: z.string().max(200).optional(),
  service: z.string().max(200).optional(),
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const listMetrics = defineRoute({
  method: 'GET',
  path: '/api/v1/metrics',
  summary: 'The catalog of metrics, searchable by meaning.',
  access: 'member',
  query: page,
  reply: z.object({
    metrics: z.array(catalogMetric),
    nextCursor: z.string().optional(),
    total: z.number().int(),
    status: catalogStatus.optional(),
  }),
});

export const listServices = defineRoute({
  method: 'GET',
  path: '/api/v1/services',
  summary: 'The services discovered, with what identifies them.',
  access: 'member',
  query: page,
  reply: z.object({
    services: z.array(catalogService),
    nextCursor: z.string().optional(),
    total: z.number().int(),
    status: catalogStatus.optional(),
  }),
});

export const completion = z.object({
  text: z.string(),
  kind: z.enum(['service', 'metric', 'label', 'value', 'question']),
  detail: z.string().optional(),
});
export const completeQuestion = defineRoute({
  method: 'GET',
  path: '/api/v1/catalog/complete',
  summary: 'Completions of the word being typed, and example questions for an empty box, from the catalog.',
  access: 'member',
  query: z.strictObject({
    sourceId: z.string().optional(),
    text: z.string().max(2000).default(''),
    limit: z.coerce.number().int().min(1).max(50).default(8),
  }),
  reply: z.object({ completions: z.array(completion) }),
});

export const triggerDiscovery = defineRoute({
  method: 'POST',
  path: '/api/v1/admin/discovery/trigger',
  summary: 'Discover the catalog now. Answers when discovery has finished.',
  access: 'admin',
  takesIdempotencyKey: true,
  body: z.strictObject({ sourceId: z.string().optional() }).default({}),
  reply: catalogStatus,
});
