import { EventEmitter } from 'node:events';
import type { RunEvent } from '@locum/contracts';

/** Stored events, and whether they are the last. */
export interface RunNews {
  readonly events: readonly RunEvent[];
  readonly isEnd: boolean;
}

/** Carries stored events to those who follow a run. In process here; a Redis bus has the same two methods. */
export interface RunBus {
  announce(runId: string, news: RunNews): void;
  /** Answers how to stop listening. */
  subscribe(runId: string, listener: (news: RunNews) => void): () => void;
}

export function createInProcessBus(): RunBus {
  const emitter = new EventEmitter().setMaxListeners(0);
  return {
    announce: (runId, news) => void emitter.emit(runId, news),
    subscribe(runId, listener) {
      emitter.on(runId, listener);
      return () => void emitter.off(runId, listener);
    },
  };
}
