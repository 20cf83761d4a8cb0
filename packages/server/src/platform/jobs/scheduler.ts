import type { Logger } from '../log.ts';

export interface Job {
  readonly name: string;
  readonly intervalMs: number;
  /** Also right after the start, without waiting for the first interval. */
  readonly runAtStart?: boolean;
  run(signal: AbortSignal): Promise<void>;
}

export interface Scheduler {
  /** From now on runs the job each interval; never twice at once. A failure is logged and does not end the schedule. */
  schedule(job: Job): void;
  /** Aborts what runs and waits for it. */
  stop(): Promise<void>;
}

/** Repeats work in this process. Work that must not be lost, or not run on two replicas, belongs in a queue instead. */
export function createScheduler({ log }: { readonly log: Logger }): Scheduler {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const timers = new Set<NodeJS.Timeout>();

  const runOnce = async (job: Job) => {
    try {
      await job.run(stopping.signal);
    } catch (error) {
      if (!stopping.signal.aborted)
        log.error({ err: error, job: job.name }, 'a job failed; it runs again at its next time');
    }
  };
  const track = (work: Promise<void>) => {
    running.add(work);
    void work.finally(() => running.delete(work));
  };
  const wait = (job: Job) => {
    // Up to a tenth later, so that replicas started together do not knock on every door together.
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        track(runOnce(job).then(() => again(job)));
      },
      job.intervalMs * (1 + Math.random() / 10),
    );
    timers.add(timer.unref());
  };
  const again = (job: Job) => {
    if (!stopping.signal.aborted) wait(job);
  };

  return {
    schedule(job) {
      if (job.runAtStart) track(runOnce(job).then(() => again(job)));
      else again(job);
    },
    async stop() {
      stopping.abort();
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(running);
    },
  };
}
