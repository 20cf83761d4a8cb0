import { createSourceError } from '../../source-error.ts';

export interface RequestQueueDeps {
  readonly concurrency: number;
  /** Calls that may wait for a slot; one more is refused at once. */
  readonly maxWaiting: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface QueuedCall {
  /** Milliseconds since the epoch; a pause that outlasts it fails the call at once instead of letting it wait in vain. */
  readonly deadline: number;
  readonly signal: AbortSignal;
}

/**
 * Bounds how many requests one source sees at once. `pause` holds back every call to the source, which is how
 * `Retry-After` is honoured: a server that asks one caller to wait means all of them.
 * Throws `source_overloaded` when too many wait or the pause outlasts the caller; rethrows the reason of an abort.
 */
export interface RequestQueue {
  run<T>(task: () => Promise<T>, call: QueuedCall): Promise<T>;
  pause(milliseconds: number): void;
  load(): { readonly active: number; readonly waiting: number };
}

interface Waiter {
  readonly start: () => void;
  readonly fail: (error: unknown) => void;
  readonly deadline: number;
}

export function createRequestQueue({ concurrency, maxWaiting, now }: RequestQueueDeps): RequestQueue {
  const waiters = new Set<Waiter>();
  let active = 0;
  let pausedUntil = 0;
  let wake: NodeJS.Timeout | undefined;

  function startNext(): void {
    const pauseMs = pausedUntil - now();
    if (pauseMs > 0) {
      // Somebody waits for this timer, so it keeps the process: a command line would end in the middle of its work.
      if (waiters.size > 0) scheduleWake(pauseMs);
      return;
    }
    for (const waiter of waiters) {
      if (active >= concurrency) return;
      waiters.delete(waiter);
      active += 1;
      waiter.start();
    }
  }

  function scheduleWake(pauseMs: number): void {
    clearTimeout(wake);
    wake = setTimeout(startNext, Math.min(pauseMs, 2_147_483_647));
  }

  function waitForSlot({ deadline, signal }: QueuedCall): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = () => settle(() => reject(signal.reason));
      const waiter: Waiter = {
        deadline,
        start: () => settle(resolve),
        fail: (error) => settle(() => reject(error)),
      };
      function settle(outcome: () => void): void {
        waiters.delete(waiter);
        signal.removeEventListener('abort', abort);
        outcome();
      }
      signal.addEventListener('abort', abort, { once: true });
      waiters.add(waiter);
      startNext();
    });
  }

  return {
    load: () => ({ active, waiting: waiters.size }),
    pause(milliseconds) {
      pausedUntil = Math.max(pausedUntil, now() + milliseconds);
      for (const waiter of waiters) if (waiter.deadline < pausedUntil) waiter.fail(pausedError(pausedUntil - now()));
    },
    async run(task, call) {
      call.signal.throwIfAborted();
      if (pausedUntil > call.deadline) throw pausedError(pausedUntil - now());
      if (waiters.size >= maxWaiting) {
        throw createSourceError('source_overloaded', {
          hint: `${waiters.size} requests are already waiting for this source.`,
        });
      }
      await waitForSlot(call);
      try {
        return await task();
      } finally {
        active -= 1;
        startNext();
      }
    },
  };
}

function pausedError(milliseconds: number) {
  const retryAfterSeconds = Math.ceil(milliseconds / 1000);
  const hint = `The source asked to wait ${retryAfterSeconds} s.`;
  return createSourceError('source_overloaded', { hint, retryAfterSeconds });
}
