import { counter, gauge, summary } from '../metrics/definition.ts';

/** Style: precomputed quantiles in a summary with a label `index`; only `job` tells whose metrics these are. */
export const searchLabels = {};

export const searchMetrics = {
  duration: summary('search_query_duration_seconds', 'Query duration by index', ['index'], [0.5, 0.9, 0.95, 0.99]),
  queries: counter('search_queries_total', 'Queries by index and outcome', ['index', 'outcome']),
  inFlight: gauge('search_queries_in_flight', 'Queries being worked on'),
  threadsBusy: gauge('search_threadpool_busy', 'Search threads at work'),
  threadsMax: gauge('search_threadpool_size', 'Search threads there are'),
  queueDepth: gauge('search_threadpool_queue', 'Queries waiting for a search thread'),
  documents: gauge('search_index_documents', 'Documents in the index', ['index']),
  indexBytes: gauge('search_index_size_bytes', 'Text held by the index', ['index']),
  buildInfo: gauge('search_build_info', 'Always 1; the labels say which build is running', ['version', 'commit_sha']),
};
