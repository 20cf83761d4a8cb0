/** What some work took, and for how long at most nothing else was served meanwhile. */
export interface Watched<T> {
  readonly result: T;
  readonly ms: number;
  readonly longestBlockMs: number;
}

/** Runs the work while looking at the clock at each turn of the event loop. */
export async function watchEventLoop<T>(work: () => Promise<T>): Promise<Watched<T>> {
  const startedAt = performance.now();
  let lastTurnAt = startedAt;
  let longestBlockMs = 0;
  let isOver = false;
  const look = () => {
    const now = performance.now();
    longestBlockMs = Math.max(longestBlockMs, now - lastTurnAt);
    lastTurnAt = now;
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  try {
    const result = await work();
    return { result, ms: performance.now() - startedAt, longestBlockMs };
  } finally {
    isOver = true;
  }
}
