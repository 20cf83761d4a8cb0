import type { Route, RunEvent } from '@locum/contracts';
import type { z } from 'zod';
import { connectionFailed, readError } from './api-error.ts';
import { buildRequest } from './request.ts';
import { followEvents } from './stream.ts';

type InputOf<R extends Route, K extends 'params' | 'query' | 'body'> = R[K] extends z.ZodType ? z.input<R[K]> : never;

/** A part may be left out when the route has none, or takes it without any field. */
type Part<R extends Route, K extends 'params' | 'query' | 'body'> = [InputOf<R, K>] extends [never]
  ? { readonly [P in K]?: undefined }
  : undefined extends InputOf<R, K>
    ? { readonly [P in K]?: InputOf<R, K> }
    : Record<string, never> extends InputOf<R, K>
      ? { readonly [P in K]?: InputOf<R, K> }
      : { readonly [P in K]: InputOf<R, K> };

export type RouteInput<R extends Route> = Part<R, 'params'> & Part<R, 'query'> & Part<R, 'body'>;
export type RouteReply<R extends Route> = z.output<R['reply']>;

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** For routes that take one: the same call with the same key is carried out once, and answered alike. */
  readonly idempotencyKey?: string;
}

export interface StreamOptions extends CallOptions {
  /** Go on after the event with this number. */
  readonly afterSeq?: number;
}

export interface ClientOptions {
  /** For example `http://127.0.0.1:4600`. */
  readonly baseUrl: string;
  /** Sent as bearer token; browsers leave it out and use their cookie. */
  readonly token?: string;
  readonly fetch?: typeof fetch;
}

/** Typed calls from the contracts. Every failure is an ApiError, except an abort, which throws the signal's reason. */
export interface Client {
  call<R extends Route>(route: R, input: RouteInput<R>, options?: CallOptions): Promise<RouteReply<R>>;
  /**
   * The events of a stream route, or of a route that answers with events when asked to (`POST /query`). A cut connection of a
   * GET, or of a POST with an idempotency key, is taken up again after the last event received; of another POST only by following
   * its run.
   */
  stream<R extends Route>(route: R, input: RouteInput<R>, options?: StreamOptions): AsyncGenerator<RunEvent, void>;
}

export function createClient(options: ClientOptions): Client {
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const send = async (request: Request): Promise<Response> => {
    let response: Response;
    try {
      response = await (options.fetch ?? fetch)(request);
    } catch (cause) {
      request.signal.throwIfAborted();
      throw connectionFailed(baseUrl, cause);
    }
    if (!response.ok) throw await readError(response, baseUrl);
    return response;
  };
  return {
    async call(route, input, { signal, idempotencyKey } = {}) {
      const request = buildRequest({ baseUrl, token: options.token }, route, input, {
        signal,
        accept: 'application/json',
        idempotencyKey,
      });
      const response = await send(request);
      try {
        // Not parsed again: the server's tests hold every reply against its contract, and answers can be large.
        return (await response.json()) as RouteReply<typeof route>;
      } catch (cause) {
        signal?.throwIfAborted();
        throw connectionFailed(baseUrl, cause);
      }
    },
    stream(route, input, { signal, idempotencyKey, afterSeq = 0 } = {}) {
      const open = (lastSeq: number) =>
        send(
          buildRequest({ baseUrl, token: options.token }, route, input, {
            signal,
            accept: 'text/event-stream',
            lastEventId: lastSeq,
            idempotencyKey,
          }),
        );
      return followEvents({
        open,
        baseUrl,
        afterSeq,
        signal,
        canResume: route.method === 'GET' || idempotencyKey !== undefined,
      });
    },
  };
}
