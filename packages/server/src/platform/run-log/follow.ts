import type { Principal, RunEvent } from '@locum/contracts';
import { AppError } from '../errors.ts';
import { isId } from '../ids.ts';
import type { RunNews } from './bus.ts';
import type { FollowOptions, RunLogDeps } from './run-log.ts';
import type { RunRow, RunStore } from './store.ts';

// How often a follower looks for events that another replica wrote and no bus announced.
const POLL_MS = 1000;

/** A run without an end after this time was interrupted: its writer is gone. */
const MAX_RUN_MS = 15 * 60_000;

/** See `RunLog.follow`. */
export async function* followRunEvents(
  { store, bus, clock }: RunLogDeps & { store: RunStore },
  principal: Principal,
  runId: string,
  { afterSeq = 0, signal }: FollowOptions,
): AsyncGenerator<RunEvent> {
  const announced = createInbox(signal);
  // Subscribed before the first read, so that nothing falls between reading and listening.
  const unsubscribe = bus.subscribe(runId, announced.add);
  try {
    let seq = afterSeq;
    for (;;) {
      const run = await getRun(store, principal, runId);
      for (const event of await store.eventsAfter(principal.organisationId, runId, seq)) {
        seq = event.seq;
        yield event;
      }
      if (signal.aborted || run.endedAt !== null || clock.now() - run.createdAt.getTime() > MAX_RUN_MS) return;
      // Announced events come without a read, as long as none is missing between them and what was sent.
      for (;;) {
        const next = await announced.take(POLL_MS);
        if (next === null || next.seq > seq + 1) break;
        if (next.seq <= seq) continue;
        seq = next.seq;
        yield next;
      }
      if (signal.aborted) return;
    }
  } finally {
    unsubscribe();
  }
}

async function getRun(store: RunStore, principal: Principal, runId: string): Promise<RunRow> {
  const run = isId(runId) ? await store.find(principal.organisationId, runId) : null;
  if (run === null) throw new AppError('not_found');
  return run;
}

function createInbox(signal: AbortSignal) {
  const events: RunEvent[] = [];
  let isEnd = false;
  let wake: () => void = () => undefined;
  signal.addEventListener('abort', () => wake(), { once: true });
  return {
    add(news: RunNews) {
      events.push(...news.events);
      isEnd ||= news.isEnd;
      wake();
    },
    /** The next announced event; null after `ms` without one, at the end of the run, or on abort. */
    async take(ms: number): Promise<RunEvent | null> {
      if (events.length === 0 && !isEnd && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      return events.shift() ?? null;
    },
  };
}
