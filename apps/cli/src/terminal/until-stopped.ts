const PATIENCE_MS = 9000;
// Ctrl-C reaches this process from the terminal and once more from whatever started it: both are one wish.
const SECOND_WISH_MS = 1000;

/** Resolves at the first Ctrl-C, SIGTERM or SIGHUP, after `stop` has run. A later Ctrl-C, or 9 s, ends the process at once. */
export function untilStopped(stop: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let firstAt: number | null = null;
    const onSignal = (signal: NodeJS.Signals) => {
      if (firstAt === null) {
        firstAt = performance.now();
        setTimeout(() => process.exit(1), PATIENCE_MS).unref();
        stop().then(resolve, reject);
      } else if (signal === 'SIGINT' && performance.now() - firstAt > SECOND_WISH_MS) {
        process.exit(130);
      }
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  });
}
