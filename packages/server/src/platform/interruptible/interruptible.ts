import { setImmediate as nextTurn } from 'node:timers/promises';

/** Work that yields often, at points where a pause does no harm. Who drives it decides whether there is one. */
export type Interruptible<T> = Generator<undefined, T, undefined>;

interface SliceOptions {
  /** Work between two turns of the event loop, in milliseconds. Default 8: half of what a frame of a screen lasts. */
  readonly sliceMs?: number;
  /** Ends the work: rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** All of it now. */
export function runAtOnce<T>(work: Interruptible<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** In slices between which the event loop serves whoever waits. */
export async function runInSlices<T>(work: Interruptible<T>, { sliceMs = 8, signal }: SliceOptions = {}): Promise<T> {
  for (;;) {
    // Also before the first slice: whoever starts it may have work of its own to finish in this turn.
    await nextTurn(undefined, { signal });
    const endMs = performance.now() + sliceMs;
    do {
      const step = work.next();
      if (step.done === true) return step.value;
    } while (performance.now() < endMs);
  }
}
