import type { FinishedRun } from '../../platform/run-log/index.ts';
import type { AskStore, NewQuestion } from './store.ts';

/** Keeps answered questions. Many that arrive together are one transaction. */
export interface HistoryWriter {
  /** Resolves when the row is committed, with its run when that is given, and rejects when it could not be. */
  write(row: NewQuestion, run?: FinishedRun): Promise<void>;
  /** Whether the last write went through, and why not. */
  readonly failure: unknown;
}

const MOST_AT_ONCE = 100;

interface Waiting {
  readonly row: NewQuestion;
  readonly run: FinishedRun | undefined;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** Questions are answered while others are being written; nobody is told "kept" before the commit. */
export function createHistoryWriter(store: Pick<AskStore, 'insert'>): HistoryWriter {
  const waiting: Waiting[] = [];
  let isWriting = false;
  let failure: unknown = null;

  async function drain(): Promise<void> {
    isWriting = true;
    for (let batch = waiting.splice(0, MOST_AT_ONCE); batch.length > 0; batch = waiting.splice(0, MOST_AT_ONCE)) {
      await writeTogether(batch);
    }
    isWriting = false;
  }

  async function writeTogether(batch: readonly Waiting[]): Promise<void> {
    try {
      await store.insert(
        batch.map(({ row }) => row),
        batch.flatMap(({ run }) => run ?? []),
      );
      failure = null;
      for (const { resolve } of batch) resolve();
    } catch (error) {
      // One row that cannot be stored must not take the others with it.
      if (batch.length > 1) for (const one of batch) await writeTogether([one]);
      else {
        failure = error;
        batch[0]?.reject(error);
      }
    }
  }

  return {
    write(row, run) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      waiting.push({ row, run, resolve, reject });
      if (!isWriting) void drain();
      return promise;
    },
    get failure() {
      return failure;
    },
  };
}
