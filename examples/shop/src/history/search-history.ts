import { corpusSeed, searchTimeoutSeconds } from '../services/search.ts';
import { createCorpora } from '../services/search-corpus.ts';
import { searchMetrics as metrics } from '../services/search-metrics.ts';
import {
  failureShare,
  indexShare,
  poolSize,
  type SearchIndex,
  searchIndexes,
  searchLatency,
} from '../world/behaviour.ts';
import { type Latency, latency, meanSeconds, mixture, reshape } from '../world/latency.ts';
import { releaseOf } from '../world/releases.ts';
import { type Flow, type JobHistory, together } from './job-history.ts';
import { processHistory } from './process-history.ts';

const stuck = latency(searchTimeoutSeconds, 0.001);
const latencyWithTimeouts = (index: SearchIndex): Latency =>
  mixture([
    { share: 1 - failureShare.searchTimeout, latency: reshape(searchLatency[index], { addSeconds: 0.0005 }) },
    { share: failureShare.searchTimeout, latency: stuck },
  ]);
const latencies: Record<SearchIndex, Latency> = {
  products: latencyWithTimeouts('products'),
  reviews: latencyWithTimeouts('reviews'),
  help: latencyWithTimeouts('help'),
};
// Nonsense words everywhere; the few help pages seldom hold two words at once.
const emptyShare: Record<SearchIndex, number> = { products: 0.06, reviews: 0.06, help: 0.19 };

export function searchHistory(history: JobHistory, seed: string): void {
  const { random } = history;
  const all = searchIndexes.map((index) => queries(history, index));
  const corpora = createCorpora(corpusSeed);
  for (const index of searchIndexes) {
    history.gauge(metrics.documents, { index }, () => corpora[index].documents);
    history.gauge(metrics.indexBytes, { index }, () => corpora[index].sizeBytes);
  }
  const busy = searchIndexes.reduce((sum, index) => sum + indexShare[index] * meanSeconds(latencies[index]), 0);
  const threads = history.timeline.frames.map(({ rates }) => random.poisson(rates.searches * busy));
  history.gauge(metrics.inFlight, {}, (_, index) => threads[index] ?? 0);
  history.gauge(metrics.threadsBusy, {}, (_, index) => Math.min(poolSize.search, threads[index] ?? 0));
  history.gauge(metrics.threadsMax, {}, () => poolSize.search);
  history.gauge(metrics.queueDepth, {}, (_, index) => Math.max(0, (threads[index] ?? 0) - poolSize.search));
  const { version, commit } = releaseOf('search', 'current', seed);
  history.gauge(metrics.buildInfo, { version, commit_sha: commit }, () => 1);
  processHistory(history, together(...all), () => 0);
}

function queries(history: JobHistory, index: SearchIndex): Flow {
  const share = indexShare[index];
  const timeout = history.flow(({ rates }) => rates.searches * share * failureShare.searchTimeout);
  const empty = history.flow(({ rates }) => rates.searches * share * emptyShare[index]);
  const okShare = 1 - emptyShare[index] - failureShare.searchTimeout;
  const ok = history.flow(({ rates }) => rates.searches * share * okShare);
  for (const [outcome, flow] of Object.entries({ ok, empty, timeout })) {
    history.counter(metrics.queries, { index, outcome }, flow);
  }
  const all = together(ok, empty, timeout);
  history.summary(metrics.duration, { index }, all, () => latencies[index]);
  return all;
}
