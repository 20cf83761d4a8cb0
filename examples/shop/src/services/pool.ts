/** A bounded set of connections: work beyond its size waits in order. */
export interface Pool {
  readonly size: number;
  inUse(): number;
  waiting(): number;
  use<Result>(work: () => Promise<Result>): Promise<Result>;
}

export function createPool(size: number): Pool {
  let busy = 0;
  const queue: (() => void)[] = [];
  const acquire = async (): Promise<void> => {
    if (busy < size) {
      busy += 1;
      return;
    }
    // The connection is handed over as it is released, so `busy` stays as it is.
    await new Promise<void>((resolve) => queue.push(resolve));
  };
  const release = (): void => {
    const next = queue.shift();
    if (next) next();
    else busy -= 1;
  };
  return {
    size,
    inUse: () => busy,
    waiting: () => queue.length,
    use: async (work) => {
      await acquire();
      try {
        return await work();
      } finally {
        release();
      }
    },
  };
}
