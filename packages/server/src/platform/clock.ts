/** Time as a dependency, so that tests choose it. */
export interface Clock {
  /** Milliseconds since the Unix epoch. May jump when the system clock is set. */
  now(): number;
  /** Milliseconds from an arbitrary start; never goes back. Use it for durations. */
  monotonic(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};
