import type { CatalogStatus, componentHealth, Principal } from '@locum/contracts';
import type { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/index.ts';
import { AppError } from '../../platform/errors.ts';
import type { Scheduler } from '../../platform/jobs/index.ts';
import type { Logger } from '../../platform/log.ts';
import type { Sources } from '../sources/index.ts';
import { type CatalogView, createCatalogViews, type Preparation } from './catalog-view.ts';
import type { DashboardPlaces } from './dashboards/read-dashboards.ts';
import { createDiscoveryRunner, toCatalogStatus } from './discovery-runner.ts';
import type { OpenEmbedder } from './embeddings/embedder.ts';
import type { KnowledgeFile, Lexicon } from './knowledge/knowledge.ts';
import { type CatalogKey, createCatalogStore } from './store.ts';

export interface CatalogDeps {
  readonly database: Database;
  readonly sources: Sources;
  readonly clock: Clock;
  readonly log: Logger;
  readonly knowledge: readonly KnowledgeFile[];
  readonly lexicon: Lexicon;
  readonly dashboards?: DashboardPlaces;
  /** Default: the built-in one. */
  readonly openEmbedder?: OpenEmbedder | undefined;
  /** Default: five minutes. */
  readonly discoveryIntervalMs?: number;
}

export interface Catalog {
  /** Discovers first when that never happened. Throws `no_source`, `not_found`, or the source's error. */
  get(principal: Pick<Principal, 'organisationId'>, sourceId?: string): Promise<CatalogView>;
  /** Discovers now; answers when done, also when it failed. Throws `no_source` or `not_found`. */
  discover(principal: Pick<Principal, 'organisationId'>, sourceId?: string): Promise<CatalogStatus>;
  status(principal: Pick<Principal, 'organisationId'>, sourceId?: string): Promise<CatalogStatus>;
  /** From now on a changed catalog is handed out only after this was done with it; until then the one before is. */
  prepareWith(preparation: Preparation): void;
  /** Discovers every source at start, at intervals, and when it is connected. */
  start(scheduler: Scheduler): void;
  health(): Promise<z.infer<typeof componentHealth>>;
  /** Ends background work and waits for it. */
  close(): Promise<void>;
}

const DEFAULT_INTERVAL_MS = 5 * 60_000;

export function createCatalog(deps: CatalogDeps): Catalog {
  const { database, sources, clock, log } = deps;
  const store = createCatalogStore(database);
  const runner = createDiscoveryRunner({ sources, store, dashboards: deps.dashboards ?? {}, clock, log });
  const intervalMs = deps.discoveryIntervalMs ?? DEFAULT_INTERVAL_MS;
  const failedSources = new Set<string>();
  const background = new Set<Promise<unknown>>();
  const preparations = new Set<Preparation>();
  const closing = new AbortController();

  function inBackground(work: Promise<unknown>, failure: string): void {
    const watched = work
      .catch((error: unknown) => {
        if (!closing.signal.aborted) log.warn({ err: error }, failure);
      })
      .finally(() => background.delete(watched));
    background.add(watched);
  }

  const views = createCatalogViews({
    ...deps,
    store,
    openEmbedder: deps.openEmbedder,
    signal: closing.signal,
    preparations,
    inBackground,
  });

  async function keyOf({ organisationId }: Pick<Principal, 'organisationId'>, sourceId?: string): Promise<CatalogKey> {
    return { organisationId, sourceId: (await sources.get({ organisationId }, sourceId)).id };
  }

  async function statusOf(key: CatalogKey): Promise<CatalogStatus> {
    const record = runner.record(key);
    const view = record.stored === undefined ? null : await views.of(key, record.stored);
    return toCatalogStatus(key.sourceId, record, countOf(view));
  }

  async function discoverOne(key: CatalogKey, signal?: AbortSignal): Promise<void> {
    try {
      const [newest, { url }] = [await store.findNewest(key), await sources.get(key, key.sourceId)];
      const isRecent = newest?.address === url && clock.now() - newest.at * 1000 < intervalMs / 2;
      // Another server has just done it, or this one before a restart: its result is as good.
      const stored = isRecent ? await runner.load(key) : await runner.run(key, signal);
      // Made searchable now rather than while somebody waits for the first answer.
      if (stored !== null) await views.of(key, stored);
      failedSources.delete(key.sourceId);
    } catch (error) {
      if (signal?.aborted === true) return;
      failedSources.add(key.sourceId);
      log.warn({ err: error, sourceId: key.sourceId }, 'discovery failed; it is tried again at its next time');
    }
  }

  return {
    async get(principal, sourceId) {
      const key = await keyOf(principal, sourceId);
      const { stored } = runner.record(key);
      return views.newest(key, stored ?? (await runner.load(key)) ?? (await runner.run(key)));
    },

    async discover(principal, sourceId) {
      const key = await keyOf(principal, sourceId);
      try {
        await runner.run(key);
        failedSources.delete(key.sourceId);
      } catch (error) {
        // The status tells why; only what is no fault of the source's is thrown.
        if (!(error instanceof AppError) || !error.code.startsWith('source_')) throw error;
        failedSources.add(key.sourceId);
      }
      return statusOf(key);
    },

    async status(principal, sourceId) {
      const key = await keyOf(principal, sourceId);
      if (runner.record(key).stored === undefined) await runner.load(key);
      return statusOf(key);
    },

    prepareWith: (preparation) => void preparations.add(preparation),

    start(scheduler) {
      sources.onEvent(({ name, organisationId, sourceId }) => {
        const key = { organisationId, sourceId };
        if (name === 'source-connected') inBackground(discoverOne(key, closing.signal), 'discovery failed');
        else {
          runner.forget(sourceId);
          views.forget(sourceId);
          failedSources.delete(sourceId);
        }
      });
      scheduler.schedule({
        name: 'discovery',
        intervalMs,
        runAtStart: true,
        async run(signal) {
          for (const key of await sources.listAll()) {
            if (!signal.aborted) await discoverOne(key, signal);
          }
        },
      });
    },

    async health() {
      if (failedSources.size === 0) return { state: 'up' };
      return { state: 'degraded', message: `${failedSources.size} sources could not be discovered` };
    },

    async close() {
      closing.abort();
      await Promise.all(background);
    },
  };
}

function countOf(view: CatalogView | null): Pick<CatalogStatus, 'metricCount' | 'seriesCount' | 'serviceCount'> {
  if (view === null) return { metricCount: 0, seriesCount: 0, serviceCount: 0 };
  const { families, services } = view.snapshot;
  const seriesCount = families.values().reduce((sum, family) => sum + family.seriesCount, 0);
  return { metricCount: families.size, seriesCount, serviceCount: services.length };
}
