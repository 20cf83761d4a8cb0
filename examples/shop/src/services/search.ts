import { createInstruments } from '../metrics/definition.ts';
import { failureShare, poolSize, type SearchIndex, searchIndexes, searchLatency } from '../world/behaviour.ts';
import { drawSeconds } from '../world/latency.ts';
import { createPool, type Pool } from './pool.ts';
import { type Corpus, createCorpora } from './search-corpus.ts';
import { searchLabels, searchMetrics } from './search-metrics.ts';
import type { Service, ServiceDependencies, ServiceKind, ServiceReply, ServiceRequest } from './service.ts';

/** When a query that is stuck gives up. */
export const searchTimeoutSeconds = 1;
/** The corpus is the shop's stock: it does not change with the seed that traffic and latencies follow. */
export const corpusSeed = 'stock';

type Dependencies = ServiceDependencies & {
  corpora: Record<SearchIndex, Corpus>;
  threads: Pool;
  instruments: ReturnType<typeof instrument>;
};

/** Finds products, reviews and help pages by words. */
export const search: ServiceKind = { name: 'search', constantLabels: searchLabels, create: createSearch };

function createSearch(base: ServiceDependencies): Service {
  const state = { corpora: createCorpora(corpusSeed), threads: createPool(poolSize.search) };
  const deps: Dependencies = { ...base, ...state, instruments: instrument(base, state) };
  return { handle: (request) => measured(request, deps) };
}

function instrument(base: ServiceDependencies, { corpora, threads }: Pick<Dependencies, 'corpora' | 'threads'>) {
  const create = createInstruments(base.registry);
  const { version, commit } = base.release;
  create.gauge(searchMetrics.buildInfo).set({ version, commit_sha: commit }, 1);
  create.gauge(searchMetrics.threadsMax).set(threads.size);
  create.gauge(searchMetrics.threadsBusy, (gauge) => gauge.set(threads.inUse()));
  create.gauge(searchMetrics.queueDepth, (gauge) => gauge.set(threads.waiting()));
  const documents = create.gauge(searchMetrics.documents);
  const indexBytes = create.gauge(searchMetrics.indexBytes);
  for (const index of searchIndexes) {
    documents.set({ index }, corpora[index].documents);
    indexBytes.set({ index }, corpora[index].sizeBytes);
  }
  return {
    duration: create.summary(searchMetrics.duration),
    queries: create.counter(searchMetrics.queries),
    inFlight: create.gauge(searchMetrics.inFlight),
  };
}

async function measured({ path }: ServiceRequest, deps: Dependencies): Promise<ServiceReply> {
  const url = new URL(path, 'http://search');
  const index = searchIndexes.find((name) => url.pathname === `/search/${name}`);
  if (!index) return { status: 404, fields: {} };
  const { instruments } = deps;
  instruments.inFlight.inc();
  const stop = instruments.duration.startTimer({ index });
  const found = await query(index, (url.searchParams.get('q') ?? '').split(' '), deps);
  stop();
  instruments.inFlight.dec();
  const outcome = found === null ? 'timeout' : found.length > 0 ? 'ok' : 'empty';
  instruments.queries.inc({ index, outcome });
  return found === null ? { status: 504, fields: {} } : { status: 200, fields: { total: found.length } };
}

async function query(index: SearchIndex, words: readonly string[], deps: Dependencies): Promise<number[] | null> {
  const stuck = deps.random.chance(failureShare.searchTimeout);
  const seconds = stuck ? searchTimeoutSeconds : drawSeconds(searchLatency[index], deps.random);
  await deps.threads.use(() => deps.sleep(seconds));
  return stuck ? null : deps.corpora[index].find(words);
}
