import { type RunEvent, runEvent } from '@locum/contracts';
import { z } from 'zod';
import { ApiError, connectionFailed, isErrorCode } from './api-error.ts';
import { readServerSentEvents } from './server-sent-events.ts';

interface Following {
  /** Opens the stream after an event number. */
  open(lastSeq: number): Promise<Response>;
  readonly baseUrl: string;
  readonly afterSeq: number;
  readonly signal: AbortSignal | undefined;
  readonly canResume: boolean;
}

const MAX_RESUMES_WITHOUT_PROGRESS = 5;

/** See `Client.stream`. */
export async function* followEvents(following: Following): AsyncGenerator<RunEvent, void> {
  let lastSeq = following.afterSeq;
  let failures = 0;
  for (;;) {
    try {
      const response = await following.open(lastSeq);
      for await (const event of readEvents(response, following.baseUrl)) {
        if (event.seq <= lastSeq) continue;
        lastSeq = event.seq;
        failures = 0;
        yield event;
      }
      return;
    } catch (error) {
      following.signal?.throwIfAborted();
      const isCut = error instanceof ApiError && error.code === 'connection_failed';
      if (!isCut || !following.canResume || ++failures > MAX_RESUMES_WITHOUT_PROGRESS) throw error;
      await pause(250 * 2 ** failures, following.signal);
    }
  }
}

// Sent instead of an event when the server failed after the stream had begun.
const failure = z.object({
  name: z.literal('error'),
  seq: z.never().optional(),
  data: z.object({
    code: z.string(),
    message: z.string(),
    hint: z.string().optional(),
    requestId: z.string().optional(),
  }),
});

async function* readEvents(response: Response, baseUrl: string): AsyncGenerator<RunEvent> {
  if (response.body === null) throw connectionFailed(baseUrl);
  const messages = readServerSentEvents(response.body)[Symbol.asyncIterator]();
  try {
    for (;;) {
      // Only reading can be cut; what the consumer throws at a `yield` must pass through unchanged.
      const next = await messages.next().catch((cause: unknown) => {
        throw connectionFailed(baseUrl, cause);
      });
      if (next.done) return;
      const message: unknown = JSON.parse(next.value);
      const failed = failure.safeParse(message);
      if (failed.success) throw toApiError(failed.data.data);
      yield runEvent.parse(message);
    }
  } finally {
    await messages.return?.(undefined);
  }
}

function toApiError(data: z.infer<typeof failure>['data']): ApiError {
  return new ApiError(isErrorCode(data.code) ? data.code : 'internal', { ...data, status: 200 });
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', abort, { once: true });
  });
}
