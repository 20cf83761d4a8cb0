import { AppError } from '../../../platform/errors.ts';
import type { ScrapeTarget, TelemetryProvider } from '../../sources/index.ts';

const WINDOW_SECONDS = 600;

/**
 * Seconds between scrapes by job; the empty name holds the most common one. From the targets where the server tells them, else
 * from how many samples of `up` each target left in ten minutes. The longest interval of a job counts.
 */
export async function findScrapeIntervals(
  provider: TelemetryProvider,
  targets: readonly ScrapeTarget[],
  now: number,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const told = targets.flatMap(({ labels, scrapeIntervalSeconds }) =>
    scrapeIntervalSeconds === undefined ? [] : [[labels.job ?? '', scrapeIntervalSeconds] as const],
  );
  return summarise(told.length > 0 ? told : await measure(provider, now, signal));
}

async function measure(provider: TelemetryProvider, now: number, signal?: AbortSignal) {
  const promql = `max by (job) (count_over_time(up[${WINDOW_SECONDS}s]))`;
  const series = await queryOrNothing(provider, promql, now, signal);
  return series.flatMap(({ labels, points }) => {
    const samples = points[0]?.[1] ?? 0;
    return samples < 2 ? [] : [[labels.job ?? '', roundInterval(WINDOW_SECONDS / samples)] as const];
  });
}

/** A server that cannot answer this has no known intervals; nothing else depends on it. */
async function queryOrNothing(provider: TelemetryProvider, promql: string, time: number, signal?: AbortSignal) {
  try {
    return (await provider.queryInstant({ promql, time }, signal === undefined ? {} : { signal })).series;
  } catch (error) {
    if (error instanceof AppError) return [];
    throw error;
  }
}

/** People configure round intervals; a count over a window is off by one sample. */
function roundInterval(seconds: number): number {
  const usual = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300];
  return usual.find((candidate) => Math.abs(candidate - seconds) / candidate < 0.1) ?? Math.max(1, Math.round(seconds));
}

function summarise(pairs: readonly (readonly [job: string, seconds: number])[]): ReadonlyMap<string, number> {
  const byJob = new Map<string, number>();
  const votes = new Map<number, number>();
  for (const [job, seconds] of pairs) {
    byJob.set(job, Math.max(byJob.get(job) ?? 0, seconds));
    votes.set(seconds, (votes.get(seconds) ?? 0) + 1);
  }
  const [common] = [...votes].sort((left, right) => right[1] - left[1]);
  if (common !== undefined) byJob.set('', common[0]);
  return byJob;
}
