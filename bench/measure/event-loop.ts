/** What some work took, and for how long at most nothing else was served meanwhile. */
export interface Watched<T> {
  readonly result: T;
  readonly ms: number;
  /**
   * The longest turn of the event loop in processor time of its thread. On a machine that does something else too, a turn also lasts
   * as long as others have the processor, which says nothing about the work.
   */
  readonly longestBlockMs: number;
  /** The longest turn by the clock, the processor's absence and waiting for other threads included. */
  readonly longestTurnMs: number;
}

/** Runs the work while looking at the clocks at each turn of the event loop. */
export async function watchEventLoop<T>(work: () => Promise<T>): Promise<Watched<T>> {
  const startedAt = performance.now();
  let [lastTurnAt, usedUntilThen] = [startedAt, usedMs()];
  let longestBlockMs = 0;
  let longestTurnMs = 0;
  let isOver = false;
  const look = () => {
    const [now, used] = [performance.now(), usedMs()];
    longestTurnMs = Math.max(longestTurnMs, now - lastTurnAt);
    longestBlockMs = Math.max(longestBlockMs, used - usedUntilThen);
    [lastTurnAt, usedUntilThen] = [now, used];
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  try {
    const result = await work();
    isOver = true;
    look();
    return { result, ms: lastTurnAt - startedAt, longestBlockMs, longestTurnMs };
  } finally {
    isOver = true;
  }
}

function usedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
