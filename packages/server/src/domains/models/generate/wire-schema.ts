import type { JSONSchema7 } from 'ai';
import { z } from 'zod';

// Providers' strict modes refuse some of these keywords, each others; the reply is checked against the zod schema anyway.
const BOUNDS = new Set([
  '$schema',
  'default',
  'exclusiveMaximum',
  'exclusiveMinimum',
  'format',
  'maxItems',
  'maxLength',
  'maximum',
  'minItems',
  'minLength',
  'minimum',
  'pattern',
]);

/** JSON Schema for a provider's structured output: shapes, names, descriptions and choices, without bounds. */
export function toWireSchema(schema: z.ZodType): JSONSchema7 {
  // zod writes JSON Schema 2020-12, which for these shapes is the same as draft 7.
  return withoutBounds(z.toJSONSchema(schema, { io: 'output' })) as JSONSchema7;
}

function withoutBounds(node: unknown, isMapOfNames = false): unknown {
  if (Array.isArray(node)) return node.map((item) => withoutBounds(item));
  if (typeof node !== 'object' || node === null) return node;
  // Below `properties` keys are names of fields, not keywords.
  const entries = Object.entries(node).filter(([key]) => isMapOfNames || !BOUNDS.has(key));
  return Object.fromEntries(
    entries.map(([key, value]) => [key, withoutBounds(value, !isMapOfNames && key === 'properties')]),
  );
}
