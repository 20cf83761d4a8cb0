import { parse, print } from '@locum/promql';
import type { Cache, Cached } from '../../platform/cache/index.ts';
import { AppError } from '../../platform/errors.ts';
import type { CallOptions, QueryResult, TelemetryProvider } from './provider.ts';

export interface CachedProviderDeps {
  readonly provider: TelemetryProvider;
  readonly cache: Cache;
  /** Begins every key: organisation and source. */
  readonly keyPrefix: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** How long the answer to a query is fresh; default 30 s. */
  readonly queryTtlMs?: number;
  /** How long a query is waited for when an earlier answer can stand in; default 10 s. */
  readonly patienceMs?: number;
}

const QUERY_TTL_MS = 30_000;
const SERVICE_TTL_MS = 5 * 60_000;
const STATIC_TTL_MS = 60 * 60_000;
const GRACE_MS = 60 * 60_000;
const PATIENCE_MS = 10_000;

/** A query that ends this close to now is about now: asked again a moment later it is the same question. */
const LIVE_SECONDS = 60;

/** Failures that say nothing about the question, only that the source cannot be asked right now. */
const OUTAGES: ReadonlySet<string> = new Set(['source_unreachable', 'source_timeout', 'source_overloaded']);

/**
 * Caches what a source answered: queries 30 s, lists 5 min, build information 1 h. While the source is down an answer of the last hour
 * stands in, with its age in `staleSeconds`. A live query is kept by its length, an earlier one by its exact times.
 */
export function createCachedProvider(deps: CachedProviderDeps): TelemetryProvider {
  const { provider, cache, keyPrefix, now, queryTtlMs = QUERY_TTL_MS, patienceMs = PATIENCE_MS } = deps;
  async function load<T>(parts: readonly unknown[], ttlMs: number, options: CallOptions, read: () => Promise<T>) {
    const key = `${keyPrefix}:${JSON.stringify(parts)}`;
    const { anew = false } = options;
    const cached = await orAborted(
      cache.getOrLoad({ key, ttlMs, graceMs: GRACE_MS, patienceMs, anew, load: read }),
      options.signal,
    );
    if (cached.failure !== undefined && !isOutage(cached.failure)) throw cached.failure;
    return cached;
  }
  // One load serves all who wait, so that no single caller's signal may end it; its time is bounded by the provider.
  const list = async <T>(parts: readonly unknown[], ttlMs: number, options: CallOptions, read: () => Promise<T>) =>
    (await load(parts, ttlMs, options, read)).value;

  return {
    kind: provider.kind,
    capabilities: provider.capabilities,
    async queryInstant(query, options = {}) {
      const key = ['instant', normaliseQuery(query.promql), keyOfTime(query.time, now())];
      return toResult(await load(key, queryTtlMs, options, () => provider.queryInstant(query, timeoutOf(options))));
    },
    async queryRange(query, options = {}) {
      const { promql, start, end, stepSeconds } = query;
      const key = ['range', normaliseQuery(promql), keyOfTime(end, now()), end - start, stepSeconds];
      return toResult(await load(key, queryTtlMs, options, () => provider.queryRange(query, timeoutOf(options))));
    },
    buildInfo: (options = {}) => list(['build'], STATIC_TTL_MS, options, () => provider.buildInfo(timeoutOf(options))),
    metadata: (options = {}) =>
      list(['metadata'], SERVICE_TTL_MS, options, () => provider.metadata(timeoutOf(options))),
    rules: (options = {}) => list(['rules'], QUERY_TTL_MS, options, () => provider.rules(timeoutOf(options))),
    targets: (options = {}) => list(['targets'], QUERY_TTL_MS, options, () => provider.targets(timeoutOf(options))),
    statistics: (options = {}) =>
      list(['statistics'], SERVICE_TTL_MS, options, () => provider.statistics(timeoutOf(options))),
    series: (selection, options = {}) =>
      list(['series', selection], SERVICE_TTL_MS, options, () => provider.series(selection, timeoutOf(options))),
    labelNames: (selection, options = {}) =>
      list(['labels', selection], SERVICE_TTL_MS, options, () => provider.labelNames(selection, timeoutOf(options))),
    labelValues: (label, selection, options = {}) =>
      list(['values', label, selection], SERVICE_TTL_MS, options, () =>
        provider.labelValues(label, selection, timeoutOf(options)),
      ),
    close: () => provider.close(),
  };
}

function toResult({ value, origin, ageMs }: Cached<QueryResult>): QueryResult {
  if (origin === 'loaded') return value;
  const ageSeconds = ageMs / 1000;
  return { ...value, sourceMs: 0, ageSeconds, ...(origin === 'stale' && { staleSeconds: Math.round(ageSeconds) }) };
}

function isOutage(failure: unknown): boolean {
  return failure instanceof AppError && OUTAGES.has(failure.code);
}

/** The same query however it is spaced, so that `rate( x[5m] )` is not asked twice. */
function normaliseQuery(promql: string): string {
  const result = parse(promql);
  return result.ok ? print(result.expr) : promql.trim();
}

function keyOfTime(seconds: number, nowMs: number): number | 'now' {
  return Math.abs(nowMs / 1000 - seconds) <= LIVE_SECONDS ? 'now' : seconds;
}

function timeoutOf({ timeoutMs }: CallOptions): CallOptions {
  return timeoutMs === undefined ? {} : { timeoutMs };
}

async function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
