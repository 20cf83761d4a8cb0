import { z } from 'zod';

const UNITS = [
  'count',
  'ratio',
  'percent',
  'per_second',
  'seconds',
  'bytes',
  'bytes_per_second',
  'timestamp',
  'bool',
  'none',
] as const;

/** What a model is asked to reply. Every field is required: strict modes know no optional ones. */
export const modelPlan = z.object({
  promql: z.string().max(4000).describe('The query, or an empty text when nothing here answers the question'),
  kind: z.enum(['instant', 'range']).describe('range when the course over time is wanted, else instant'),
  rangeSeconds: z
    .number()
    .positive()
    .max(366 * 86_400)
    .nullable()
    .describe('How far back a range goes; null for instant'),
  unit: z.enum(UNITS).describe('Unit of the result'),
  reading: z.string().max(1000).describe('One short sentence: how the question was read'),
  confidence: z.number().min(0).max(1).describe('How sure you are, from 0 to 1'),
  decline: z
    .string()
    .max(1000)
    .nullable()
    .describe('Why nothing here answers the question; null when there is a query'),
});
export type ModelPlan = z.infer<typeof modelPlan>;
