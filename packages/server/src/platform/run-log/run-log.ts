import type { Principal, RunEvent, RunKind } from '@locum/contracts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/index.ts';
import { createId } from '../ids.ts';
import type { RunBus } from './bus.ts';
import { followRunEvents } from './follow.ts';
import { createRunStore, type RunRow, type RunStore } from './store.ts';

/** The one writer of a run. */
export interface RunWriter {
  readonly id: string;
  /**
   * Adds an event. Events emitted while others are being written are written together with the next; none is announced
   * before it is stored. The promise says that it is; waiting is optional, `end` waits for all.
   */
  emit(name: string, data: unknown): Promise<void>;
  /** Closes the run for its followers. Throws when an event could not be stored. */
  end(): Promise<void>;
}

export interface RunLog {
  /** Answers at once; the run reaches the database with its first event. */
  start(principal: Principal, kind: RunKind): RunWriter;
  /**
   * Events after `afterSeq`, stored ones first, then as they happen, until the run ends or `signal` aborts. Works on any
   * replica. Throws `not_found` for a run of another organisation as for one that does not exist.
   */
  follow(principal: Principal, runId: string, options: FollowOptions): AsyncIterable<RunEvent>;
  /** Ends the runs that a server left open when it died. Call it with a time before which no living server started one. */
  endInterrupted(startedBefore: Date): Promise<void>;
}

export interface FollowOptions {
  readonly afterSeq?: number;
  readonly signal: AbortSignal;
}

export interface RunLogDeps {
  readonly database: Database;
  readonly bus: RunBus;
  readonly clock: Clock;
}

export function createRunLog(deps: RunLogDeps): RunLog {
  const store = createRunStore(deps.database);
  return {
    start: (principal, kind) => startRun({ ...deps, store }, principal, kind),
    follow: (principal, runId, options) => followRunEvents({ ...deps, store }, principal, runId, options),
    endInterrupted: (startedBefore) => store.endOpen(startedBefore, new Date(deps.clock.now())),
  };
}

function startRun(
  { store, bus, clock }: RunLogDeps & { store: RunStore },
  principal: Principal,
  kind: RunKind,
): RunWriter {
  const createdAt = new Date(clock.now());
  const run: RunRow = {
    id: createId(clock.now()),
    organisationId: principal.organisationId,
    kind,
    createdAt,
    endedAt: null,
  };
  let seq = 0;
  let waiting: RunEvent[] = [];
  let isFirst = true;
  let endedAt: Date | null = null;
  let written: Promise<void> = Promise.resolve();
  let isScheduled = false;

  const write = async () => {
    isScheduled = false;
    const events = waiting;
    waiting = [];
    const batch = { isFirst, events, endedAt };
    await store.write(run, batch);
    isFirst = false;
    bus.announce(run.id, { events, isEnd: batch.endedAt !== null });
  };
  const schedule = () => {
    if (isScheduled) return;
    isScheduled = true;
    written = written.then(write);
    // Whoever waits sees the failure; a failure nobody waits for shows at `end`.
    written.catch(() => undefined);
  };
  return {
    id: run.id,
    emit(name, data) {
      waiting.push({ seq: ++seq, at: new Date(clock.now()).toISOString(), name, data });
      schedule();
      return written;
    },
    end() {
      endedAt = new Date(clock.now());
      schedule();
      return written;
    },
  };
}
