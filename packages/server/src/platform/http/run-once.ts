import { createHash, createHmac } from 'node:crypto';
import { type Principal, REPLAYED_HEADER, type Route } from '@locum/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lastEventId, wantsEvents } from './event-stream.ts';

/** A request with an `Idempotency-Key`, after its input was found valid. */
export interface KeyedRequest {
  readonly principal: Principal;
  /** SHA-256 of the key. The key itself is not stored: nobody who reads the table can use it, or guess bodies by the fingerprint. */
  readonly keyHash: string;
  /** HMAC of what was asked for, under the key: method, address, body and kind of reply. */
  readonly fingerprint: string;
  /** For a repeated stream: the event after which its reader wants to go on. */
  readonly afterSeq: number;
  readonly signal: AbortSignal;
}

/** Does the work for the first request with a key, and answers every other with the outcome of that one. */
export type RunOnce = <T>(
  request: KeyedRequest,
  work: () => Promise<T>,
) => Promise<{ readonly isReplay: boolean; outcome(): T }>;

/** Runs a handler, once a key where the caller sent one that the route takes. */
export async function handleOnce<T>(
  { request, reply, signal }: { request: FastifyRequest; reply: FastifyReply; signal: AbortSignal },
  route: Route,
  work: () => Promise<T>,
): Promise<T> {
  const key = route.takesIdempotencyKey ? request.headers['idempotency-key'] : undefined;
  const { runOnce } = request.server;
  if (typeof key !== 'string' || request.principal === null || runOnce === undefined) return work();
  const done = await runOnce(
    {
      principal: request.principal,
      keyHash: createHash('sha256').update(key).digest('hex'),
      fingerprint: createHmac('sha256', key).update(describe(request)).digest('hex'),
      afterSeq: lastEventId(request),
      signal,
    },
    work,
  );
  if (done.isReplay) reply.header(REPLAYED_HEADER, 'true');
  return done.outcome();
}

/** The parsed body, in which the order of fields and what is left out make no difference. */
function describe(request: FastifyRequest): string {
  return JSON.stringify([request.method, request.url, wantsEvents(request), request.body ?? null]);
}
