import type { PrometheusSettings } from '@locum/contracts';
import type { CallOptions } from '../../provider.ts';
import { createSourceError, isSourceError } from '../../source-error.ts';
import { type Envelope, findEnvelopeError, parseEnvelope } from './envelope.ts';
import { describeFailure, explainNetworkError } from './failures.ts';
import type { HttpReply, HttpTransport } from './http-transport.ts';
import type { RequestQueue } from './request-queue.ts';
import { isRetryableStatus, parseRetryAfter, pickBackoffMs } from './retry-policy.ts';

export interface ClientDeps {
  readonly settings: PrometheusSettings;
  readonly transport: HttpTransport;
  readonly queue: RequestQueue;
  /** Attempts after the first. */
  readonly retries: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly random: () => number;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

export type Parameters = readonly (readonly [name: string, value: string])[];

export interface ClientReply extends Envelope {
  readonly headers: HttpReply['headers'];
}

/** Reads from a Prometheus HTTP API. All calls are reads, so every one may be repeated. */
export interface PrometheusClient {
  /** `path` is below the base URL. Long parameters travel as a POST where `canPost` allows it. */
  read(path: string, parameters: Parameters, options: ReadOptions): Promise<ClientReply>;
}

export interface ReadOptions extends CallOptions {
  /** The endpoint takes its parameters as a form too: query, query_range, series, labels. */
  readonly canPost?: boolean;
}

/** Proxies and servers commonly refuse request lines above 8 KiB; encoded text is kept well below. */
const MAX_GET_LENGTH = 2_000;

export function createPrometheusClient(deps: ClientDeps): PrometheusClient {
  const { settings, queue, now } = deps;

  async function attempt(send: () => Promise<HttpReply>, signal: AbortSignal): Promise<HttpReply | Error> {
    try {
      return await send();
    } catch (error) {
      if (signal.aborted || isSourceError(error) || !(error instanceof Error)) throw error;
      return error;
    }
  }

  async function readWithRetries(send: () => Promise<HttpReply>, call: { deadline: number; signal: AbortSignal }) {
    for (let tries = 0; ; tries += 1) {
      const outcome = await queue.run(() => attempt(send, call.signal), call);
      const isLast = tries >= deps.retries;
      if (outcome instanceof Error) {
        if (isLast || !explainNetworkError(outcome).mayRecover) throw describeFailure(outcome, settings);
        await deps.sleep(pickBackoffMs(tries, deps.random), call.signal);
        continue;
      }
      if (outcome.status >= 200 && outcome.status < 300) return outcome;
      const retryAfterMs = parseRetryAfter(outcome.headers['retry-after'], now());
      if (retryAfterMs !== undefined && isRetryableStatus(outcome.status)) queue.pause(retryAfterMs);
      if (isLast || !mayRepeat(outcome)) throw describeFailure(outcome, settings);
      if (retryAfterMs === undefined) await deps.sleep(pickBackoffMs(tries, deps.random), call.signal);
    }
  }

  return {
    async read(path, parameters, options) {
      const timeoutMs = Math.min(options.timeoutMs ?? settings.timeoutMs, settings.timeoutMs);
      const timeout = AbortSignal.timeout(timeoutMs);
      const signal = options.signal === undefined ? timeout : AbortSignal.any([options.signal, timeout]);
      const encoded = new URLSearchParams(
        parameters.map(([name, value]): [string, string] => [name, value]),
      ).toString();
      const post = options.canPost === true && encoded.length > MAX_GET_LENGTH;
      const send = () =>
        deps.transport.send(
          post
            ? { method: 'POST', path, body: encoded, signal }
            : { method: 'GET', path: encoded === '' ? path : `${path}?${encoded}`, signal },
        );
      try {
        const reply = await readWithRetries(send, { deadline: now() + timeoutMs, signal });
        return { ...parseEnvelope(reply), headers: reply.headers };
      } catch (error) {
        if (timeout.aborted && options.signal?.aborted !== true && !isSourceError(error)) {
          throw createSourceError('source_timeout', { hint: `It had ${timeoutMs / 1000} s.`, cause: error });
        }
        throw error;
      }
    },
  };
}

/** Prometheus answers 503 also for a query that took too long, which would take as long again. */
function mayRepeat(reply: HttpReply): boolean {
  if (!isRetryableStatus(reply.status)) return false;
  const error = findEnvelopeError(reply);
  return error === null || (error.errorType !== 'timeout' && error.errorType !== 'canceled');
}
