import type { CatalogStatus } from '@locum/contracts';
import type { Clock } from '../../platform/clock.ts';
import { AppError } from '../../platform/errors.ts';
import type { Logger } from '../../platform/log.ts';
import type { Sources } from '../sources/index.ts';
import { type DashboardPlaces, readDashboards } from './dashboards/read-dashboards.ts';
import { runDiscovery } from './discovery/discover.ts';
import { isSameContent } from './same-content.ts';
import type { CatalogKey, CatalogStore, StoredCatalog } from './store.ts';

export interface DiscoveryRunnerDeps {
  readonly sources: Sources;
  readonly store: CatalogStore;
  readonly dashboards: DashboardPlaces;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What is known of one source's catalog in this process. */
export interface CatalogRecord {
  readonly stored?: StoredCatalog;
  readonly isRunning: boolean;
  /** Why the last discovery failed; an earlier catalog stays in use. */
  readonly failure?: AppError;
}

/** Discovers sources and stores what is found; one discovery a source at a time, whoever asks. */
export interface DiscoveryRunner {
  record(key: CatalogKey): CatalogRecord;
  /** The newest catalog that any server stored; null when there is none. */
  load(key: CatalogKey): Promise<StoredCatalog | null>;
  /** Throws the source's error. Who joins a running discovery gets its result. */
  run(key: CatalogKey, signal?: AbortSignal): Promise<StoredCatalog>;
  forget(sourceId: string): void;
}

export function createDiscoveryRunner(deps: DiscoveryRunnerDeps): DiscoveryRunner {
  const { store, clock, log } = deps;
  const catalogs = new Map<string, StoredCatalog>();
  const failures = new Map<string, AppError>();
  const running = new Map<string, Promise<StoredCatalog>>();

  async function load(key: CatalogKey): Promise<StoredCatalog | null> {
    const known = catalogs.get(key.sourceId);
    const newest = await store.findNewest(key);
    if (newest === null) return known ?? null;
    if (known !== undefined && known.state.takenAt >= newest.at) return known;
    const stored = await store.load(key);
    if (stored !== null) catalogs.set(key.sourceId, stored);
    return stored;
  }

  async function discover(key: CatalogKey, signal?: AbortSignal): Promise<StoredCatalog> {
    const startedAt = clock.monotonic();
    const source = await deps.sources.get(key, key.sourceId);
    const earlier = await load(key);
    const previous = earlier?.address === source.url ? earlier.state : undefined;
    const dashboards = await readDashboards(deps.dashboards, signal);
    for (const problem of dashboards.problems) log.warn({ sourceId: key.sourceId }, problem);
    const { state, requests, readCount, gaps } = await runDiscovery(source.direct, {
      now: clock.now() / 1000,
      panels: dashboards.panels,
      ...(previous === undefined ? {} : { previous }),
      ...(signal === undefined ? {} : { signal }),
    });
    const durationMs = clock.monotonic() - startedAt;
    const stored: StoredCatalog = { address: source.url, state, requests, durationMs };
    if (previous !== undefined && isSameContent(previous, state)) await store.touch(key, stored);
    else await store.save(key, stored);
    log.info(
      { sourceId: key.sourceId, requests, readCount, gaps, durationMs: stored.durationMs },
      'catalog discovered',
    );
    return stored;
  }

  return {
    load,
    record: ({ sourceId }) => {
      const [stored, failure] = [catalogs.get(sourceId), failures.get(sourceId)];
      return {
        isRunning: running.has(sourceId),
        ...(stored === undefined ? {} : { stored }),
        ...(failure === undefined ? {} : { failure }),
      };
    },
    run(key, signal) {
      const { sourceId } = key;
      const joined = running.get(sourceId);
      if (joined !== undefined) return joined;
      const work = discover(key, signal)
        .then((stored) => {
          catalogs.set(sourceId, stored);
          failures.delete(sourceId);
          return stored;
        })
        .catch((error: unknown) => {
          if (error instanceof AppError) failures.set(sourceId, error);
          throw error;
        })
        .finally(() => running.delete(sourceId));
      running.set(sourceId, work);
      return work;
    },
    forget(sourceId) {
      catalogs.delete(sourceId);
      failures.delete(sourceId);
    },
  };
}

/** `counts` of the snapshot built from the record's catalog. */
export function toCatalogStatus(
  sourceId: string,
  { stored, isRunning, failure }: CatalogRecord,
  counts: Pick<CatalogStatus, 'metricCount' | 'seriesCount' | 'serviceCount'>,
): CatalogStatus {
  const state = isRunning ? 'running' : failure !== undefined ? 'failed' : stored === undefined ? 'never' : 'ready';
  const message = failure === undefined ? undefined : [failure.publicMessage, failure.hint].filter(Boolean).join(' ');
  return {
    sourceId,
    state,
    ...counts,
    ...(stored === undefined
      ? {}
      : {
          discoveredAt: new Date(stored.state.takenAt * 1000).toISOString(),
          durationMs: Math.round(stored.durationMs),
          requests: stored.requests,
        }),
    ...(message === undefined ? {} : { message }),
  };
}
