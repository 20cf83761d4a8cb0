import type { z } from 'zod';

export type HttpMethod = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** Who may call: anybody, a signed-in principal, or a principal with the `admin` role. */
export type Access = 'public' | 'member' | 'admin';

/**
 * One HTTP route as data. The server derives validation and OpenAPI from it, the client its types.
 * `path` uses Fastify's `:name` notation and is absolute. `stream` marks server-sent events, whose
 * `data:` lines are JSON of the `reply` schema.
 */
export interface Route {
  readonly method: HttpMethod;
  readonly path: string;
  readonly summary: string;
  readonly access: Access;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly reply: z.ZodType;
  readonly stream?: boolean;
  /** Whether a caller may repeat the request safely by sending an `Idempotency-Key`: see `idempotencyHeaders`. */
  readonly takesIdempotencyKey?: boolean;
}

/** Keeps the literal types of a route, so that the client can infer from it. */
export function defineRoute<const R extends Route>(route: R): R {
  return route;
}
