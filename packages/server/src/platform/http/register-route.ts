import { errorReply, idempotencyHeaders, type Principal, type Route } from '@locum/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { AppError } from '../errors.ts';
import { abortSignalOf, EventStream, sendEventStream } from './event-stream.ts';
import { handleOnce } from './run-once.ts';
import { nothing } from './validate-input.ts';

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;
type ReplyOf<R extends Route> = z.output<R['reply']>;

/** What a handler gets: everything parsed by the contract, and who calls. */
export interface RouteCall<R extends Route> {
  readonly params: Parsed<R['params']>;
  readonly query: Parsed<R['query']>;
  readonly body: Parsed<R['body']>;
  readonly principal: R['access'] extends 'public' ? Principal | null : Principal;
  /** Aborted when the caller goes away or the server stops. Pass it on to whatever takes time. */
  readonly signal: AbortSignal;
  /** For headers and cookies only; never parse these again. */
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** A route answers with its contract's reply, or with events: `return eventStream(run)`. */
export type RouteHandler<R extends Route> = (call: RouteCall<R>) => Promise<ReplyOf<R> | EventStream>;

/**
 * Serves one contract: parse → authorise → call → reply. Input that the contract does not allow is answered 400 before
 * the handler runs; a missing principal 401; a role that does not suffice 403.
 */
export function registerRoute<const R extends Route>(app: FastifyInstance, route: R, handle: RouteHandler<R>): void {
  app.route({
    method: route.method,
    url: route.path,
    schema: schemaOf(route),
    config: { contract: route },
    onRequest: async (request) => authorise(request, route),
    handler: async (request, reply) => {
      // The validator has replaced these by what the contract's schemas made of them.
      const parsed = { params: request.params, query: request.query, body: request.body } as Pick<
        RouteCall<R>,
        'params' | 'query' | 'body'
      >;
      const principal = request.principal as RouteCall<R>['principal']; // `authorise` has refused null where it must not be
      const call = { signal: abortSignalOf(request, reply), request, reply };
      const result = await handleOnce(call, route, () => handle({ ...parsed, principal, ...call }));
      if (result instanceof EventStream) return sendEventStream(request, reply, result);
      return reply.send(result);
    },
  });
}

const ONCE =
  'Safe to repeat with an `Idempotency-Key`: the same request gets the same outcome, marked by the header `Idempotent-Replayed: true`.';

function schemaOf(route: Route): Record<string, unknown> {
  return {
    summary: route.summary,
    tags: [route.path.split('/')[3] ?? 'server'],
    security: route.access === 'public' ? [] : [{ session: [] }, { token: [] }],
    ...(route.params ? { params: route.params } : {}),
    // Watchdogs may add parameters of their own to the addresses they call.
    ...(route.query || route.access !== 'public' ? { querystring: route.query ?? nothing } : {}),
    ...(route.body ? { body: route.body } : {}),
    ...(route.takesIdempotencyKey ? { headers: idempotencyHeaders, description: ONCE } : {}),
    response: { 200: replySchema(route), '4xx': errorReply, '5xx': errorReply },
  };
}

function replySchema(route: Route): unknown {
  if (!route.stream) return route.reply;
  return { description: 'Server-sent events', content: { 'text/event-stream': { schema: route.reply } } };
}

// Before the body is read: a stranger costs little and learns nothing about what a route accepts.
function authorise(request: FastifyRequest, route: Route): void {
  if (route.access === 'public') return;
  if (request.principal === null) throw new AppError('unauthenticated');
  if (route.access === 'admin' && request.principal.role !== 'admin') throw new AppError('forbidden');
}
