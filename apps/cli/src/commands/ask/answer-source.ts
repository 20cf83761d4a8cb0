import { type Answer, ask, type Step, type TimeRange } from '@locum/contracts';
import { openOffline } from '@locum/server/offline';
import { connect } from '../../connection.ts';
import type { AskOptions } from '../ask.ts';
import { findSourceId } from '../source-option.ts';
import { readPrometheusUrl } from './prometheus-url.ts';

export interface Asking {
  readonly range?: TimeRange | undefined;
  /** Past the cache of the server. */
  readonly anew?: boolean;
  readonly onStep: (step: Step) => void;
}

/** Who answers: a server, or this process with a Prometheus. */
export interface AnswerSource {
  ask(question: string, asking: Asking): Promise<Answer>;
  close(): Promise<void>;
}

/** The server that runs here, or `--server`. */
export function askServer(options: AskOptions): AnswerSource {
  const { client } = connect(options);
  let sourceId: Promise<string | undefined> | undefined;
  return {
    async ask(question, { range, anew, onStep }) {
      sourceId ??= findSourceId(client, options.source);
      const body = { question, sourceId: await sourceId, range, ...(anew && { anew }) };
      for await (const { name, data } of client.stream(ask, { body })) {
        // Typed by their names; the server's tests hold them to the contract.
        if (name === 'step') onStep(data as Step);
        if (name === 'answer') return data as Answer;
        if (name === 'error') throw toError(data);
      }
      throw new Error('The server ended the stream before the answer. Ask again.');
    },
    close: async () => undefined,
  };
}

/** Discovers the Prometheus and answers in this process, with the built-in planner. */
export async function openDirect(address: string, { time }: AskOptions): Promise<AnswerSource> {
  const now = time ?? Date.now() / 1000;
  const offline = await openOffline({ prometheusUrl: readPrometheusUrl(address), now });
  return {
    ask: (question, { range, onStep }) => offline.ask(question, { range, onStep, now: time }),
    close: () => offline.close(),
  };
}

/** Shaped as `reportFailure` reads it. */
function toError(data: unknown): Error {
  const fields = typeof data === 'object' && data !== null ? data : {};
  return Object.assign(new Error('The question failed. Ask again.'), fields, { name: 'ApiError' });
}
