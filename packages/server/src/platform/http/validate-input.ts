import type { FastifySchemaCompiler } from 'fastify';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { findNearName } from '../near-name.ts';

/** Makes of one part of a request what its schema says, or refuses it with a hint that names up to five faults. */
export const validateInput: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const part = httpPart === 'querystring' ? 'query' : (httpPart ?? 'input');
  return (data) => {
    const parsed = schema.safeParse(data, { error: describeUnknown });
    if (parsed.success) return { value: parsed.data };
    const hint = parsed.error.issues.slice(0, 5).map(({ path, message }) => `${[part, ...path].join('.')}: ${message}`);
    return { error: new AppError('invalid_request', { hint: hint.join('; ') }) };
  };
};

/** A field that nobody reads is most often one that is misspelt. Other faults keep the words of their schema. */
function describeUnknown(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'unrecognized_keys' || !(issue.inst instanceof z.ZodObject)) return undefined;
  const known = Object.keys(issue.inst.shape);
  return issue.keys.map((key) => describeKey(key.slice(0, 100), known)).join(', ');
}

function describeKey(key: string, known: readonly string[]): string {
  if (known.length === 0) return `${key} is not known, nothing can be given here`;
  const nearest = findNearName(key, known);
  return `${key} is not known, ${nearest === null ? `only ${known.join(', ')}` : `did you mean ${nearest}?`}`;
}

/** For what a route takes nothing of. */
export const nothing: z.ZodType = z.strictObject({});
