import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Locum's own metrics. Label values come from our code (routes, outcomes), never from input, so that series stay few. */
export interface Telemetry {
  readonly registry: Registry;
  /** Seconds, by `method`, `route` (the pattern) and `status`. */
  readonly httpDuration: Histogram<'method' | 'route' | 'status'>;
  /** Questions by `status` (answered, declined, …) and `cached` (true, false). */
  readonly questions: Counter<'status' | 'cached'>;
  /** Seconds per question, whole pipeline. */
  readonly questionDuration: Histogram<'status'>;
  /** Calls to sources by `kind`, `operation` and `outcome` (ok, or the error code). */
  readonly sourceCalls: Counter<'kind' | 'operation' | 'outcome'>;
  readonly sourceDuration: Histogram<'kind' | 'operation'>;
  /** Calls to models by `provider`, `operation` (generate, embed) and `outcome` (ok, or why not). */
  readonly modelCalls: Counter<'provider' | 'operation' | 'outcome'>;
  readonly modelDuration: Histogram<'provider' | 'operation'>;
  /** Tokens by `provider` and `direction` (input, output). */
  readonly modelTokens: Counter<'provider' | 'direction'>;
  /** Cache accesses by `cache` and `origin` (loaded, cached, stale). */
  readonly cacheAccesses: Counter<'cache' | 'origin'>;
  readonly streamsOpen: Gauge;
}

const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** A registry of its own, so that several servers in one process (tests) do not share counts. */
export function createTelemetry(options: { readonly version: string }): Telemetry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  new Gauge({
    name: 'locum_build_info',
    help: 'Constant 1; the version is a label.',
    labelNames: ['version'],
    registers,
  })
    .labels(options.version)
    .set(1);
  return {
    registry,
    httpDuration: new Histogram({
      name: 'locum_http_request_duration_seconds',
      help: 'Time from the first byte of a request to the last of its reply, by route.',
      labelNames: ['method', 'route', 'status'],
      buckets: BUCKETS_SECONDS,
      registers,
    }),
    questions: new Counter({
      name: 'locum_questions_total',
      help: 'Questions asked, by outcome and whether the answer came from the cache.',
      labelNames: ['status', 'cached'],
      registers,
    }),
    questionDuration: new Histogram({
      name: 'locum_question_duration_seconds',
      help: 'Time from question to answer, including the source.',
      labelNames: ['status'],
      buckets: BUCKETS_SECONDS,
      registers,
    }),
    sourceCalls: new Counter({
      name: 'locum_source_calls_total',
      help: 'Calls to telemetry sources, by outcome (ok, or the error code).',
      labelNames: ['kind', 'operation', 'outcome'],
      registers,
    }),
    sourceDuration: new Histogram({
      name: 'locum_source_call_duration_seconds',
      help: 'Time of calls to telemetry sources, including retries.',
      labelNames: ['kind', 'operation'],
      buckets: BUCKETS_SECONDS,
      registers,
    }),
    modelCalls: new Counter({
      name: 'locum_model_calls_total',
      help: 'Calls to models, by outcome (ok, or why not).',
      labelNames: ['provider', 'operation', 'outcome'],
      registers,
    }),
    modelDuration: new Histogram({
      name: 'locum_model_call_duration_seconds',
      help: 'Time of calls to models.',
      labelNames: ['provider', 'operation'],
      buckets: BUCKETS_SECONDS,
      registers,
    }),
    modelTokens: new Counter({
      name: 'locum_model_tokens_total',
      help: 'Tokens sent to models (input) and received from them (output).',
      labelNames: ['provider', 'direction'],
      registers,
    }),
    cacheAccesses: new Counter({
      name: 'locum_cache_accesses_total',
      help: 'Cache accesses: served from the cache, loaded, or stale because loading failed.',
      labelNames: ['cache', 'origin'],
      registers,
    }),
    streamsOpen: new Gauge({ name: 'locum_http_streams_open', help: 'Event streams open now.', registers }),
  };
}
