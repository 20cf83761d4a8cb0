import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, findAppError } from '../errors.ts';
import { errorBody } from './error-reply.ts';

/** One server-sent event. `seq` becomes its id, from which a reader resumes with `Last-Event-ID`. */
export interface StreamedEvent {
  readonly seq?: number;
  readonly name: string;
}

/** Events in the order they are to be sent; the stream ends when the iterable does. Made by `eventStream`. */
export class EventStream {
  readonly events: AsyncIterable<StreamedEvent>;
  /** The run whose events these are, by which they can be had again. */
  readonly runId: string | undefined;
  constructor(events: AsyncIterable<StreamedEvent>, runId: string | undefined) {
    this.events = events;
    this.runId = runId;
  }
}

export function eventStream(
  events: AsyncIterable<StreamedEvent>,
  { runId }: { readonly runId?: string } = {},
): EventStream {
  return new EventStream(events, runId);
}

/** The sequence number after which a reader wants to go on; 0 from the start. Throws `invalid_request` on anything else. */
export function lastEventId(request: FastifyRequest): number {
  const text = request.headers['last-event-id'];
  if (text === undefined || text === '') return 0;
  const seq = Number(text);
  if (Number.isSafeInteger(seq) && seq >= 0) return seq;
  throw new AppError('invalid_request', { hint: 'Last-Event-ID is the `id` of an event received before: a number.' });
}

/** Whether the caller asked for events rather than for one JSON reply. */
export function wantsEvents(request: FastifyRequest): boolean {
  return (request.headers.accept ?? '').includes('text/event-stream');
}

/**
 * Aborted when the connection closes before the reply is complete, or the server stops. Not `AbortSignal.any`: with a listener that
 * signal lives until one of its sources aborts, and the server's does so at the very end.
 */
export function abortSignalOf(request: FastifyRequest, reply: FastifyReply): AbortSignal {
  const over = new AbortController();
  const { stopping } = request.server;
  const stop = () => over.abort(stopping.reason);
  if (stopping.aborted) stop();
  stopping.addEventListener('abort', stop, { once: true });
  reply.raw.once('close', () => {
    stopping.removeEventListener('abort', stop);
    if (!reply.raw.writableFinished) over.abort(new Error('the caller went away'));
  });
  return over.signal;
}

// Comments keep proxies from closing a quiet stream; most give up after 60 s.
const HEARTBEAT_MS = 15_000;

/** Writes the events as they come. An error after the first byte becomes a last event named `error`. */
export async function sendEventStream(
  request: FastifyRequest,
  reply: FastifyReply,
  { events }: EventStream,
): Promise<FastifyReply> {
  const iterator = events[Symbol.asyncIterator]();
  // The first event decides between an error reply and a stream: a run that does not exist is still a plain 404.
  const first = await iterator.next();
  reply.hijack();
  const raw = reply.raw;
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  });
  raw.flushHeaders();
  const heartbeat = setInterval(() => raw.write(':\n\n'), HEARTBEAT_MS);
  try {
    for (let next = first; !next.done && !raw.destroyed; next = await iterator.next()) {
      if (!raw.write(toText(next.value))) await drained(raw);
    }
  } catch (error) {
    request.log.error({ err: error }, 'an event stream failed');
    const known = findAppError(error) ?? new AppError('internal');
    const last = { name: 'error', at: new Date().toISOString(), data: errorBody(known, request.id).error };
    raw.write(toText(last));
  } finally {
    clearInterval(heartbeat);
    await iterator.return?.();
    // Cut rather than ended when the server stops: a reader takes a cut up again, and an end for the end.
    if (request.server.stopping.aborted) raw.destroy();
    else raw.end();
  }
  return reply;
}

/** Resolves when the reader has caught up, or is gone. */
async function drained(raw: ServerResponse): Promise<void> {
  const settled = new AbortController();
  const { signal } = settled;
  try {
    await Promise.race([once(raw, 'drain', { signal }), once(raw, 'close', { signal })]);
  } finally {
    // The listeners of the one that lost would pile up with every wait.
    settled.abort();
  }
}

function toText(event: StreamedEvent): string {
  const id = event.seq === undefined ? '' : `id: ${event.seq}\n`;
  return `${id}data: ${JSON.stringify(event)}\n\n`;
}
