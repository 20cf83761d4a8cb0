/** What a provider can do; callers look before they ask. */
export type Capability =
  | 'instant'
  | 'range'
  | 'metadata'
  | 'series'
  | 'labels'
  | 'rules'
  | 'alerts'
  | 'targets'
  | 'statistics';

export interface SeriesPoints {
  readonly labels: Readonly<Record<string, string>>;
  /** `[unixSeconds, value]`, ascending; NaN and infinities as JavaScript has them. */
  readonly points: readonly (readonly [number, number])[];
  /** Native histogram samples, where the provider returns them. */
  readonly histograms?: readonly (readonly [number, NativeHistogram])[];
}

/** Buckets as `[lower, upper, count]`, ascending. */
export interface NativeHistogram {
  readonly count: number;
  readonly sum: number;
  readonly buckets: readonly (readonly [number, number, number])[];
}

export interface QueryResult {
  readonly type: 'vector' | 'matrix' | 'scalar' | 'string';
  readonly series: readonly SeriesPoints[];
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
  /** Time spent in the source including the network, in milliseconds; 0 when served from cache. */
  readonly sourceMs: number;
  /** Set when this is a cached result: how long ago the source gave it. */
  readonly ageSeconds?: number;
  /** Set when the source was down and this is an earlier result. */
  readonly staleSeconds?: number;
}

export interface InstantQuery {
  readonly promql: string;
  /** Unix seconds. */
  readonly time: number;
}

export interface RangeQuery {
  readonly promql: string;
  /** Unix seconds. */
  readonly start: number;
  readonly end: number;
  readonly stepSeconds: number;
}

export interface MetricMetadata {
  readonly type: string;
  readonly help: string;
  readonly unit: string;
}

export interface Rule {
  readonly kind: 'alerting' | 'recording';
  readonly name: string;
  readonly query: string;
  readonly group: string;
  readonly state?: string;
}

export interface ScrapeTarget {
  readonly labels: Readonly<Record<string, string>>;
  readonly health: 'up' | 'down' | 'unknown';
  readonly scrapeIntervalSeconds?: number;
}

export interface BuildInfo {
  readonly version: string;
  readonly flavour: 'prometheus' | 'mimir' | 'thanos' | 'victoriametrics' | 'unknown';
}

export interface SeriesSelection {
  /** One or more selectors, for example `{job="checkout"}`. */
  readonly match: readonly string[];
  /** Unix seconds. */
  readonly start?: number;
  readonly end?: number;
  readonly limit?: number;
}

/** What a source knows about its own size; its own unit of time (Prometheus: the last two to three hours). */
export interface SourceStatistics {
  readonly seriesCount?: number;
  /** The metrics with the most series, not all. */
  readonly seriesByMetric: ReadonlyMap<string, number>;
}

/** Cancels, and bounds the whole call including retries. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  /** Ask the source even where a fresh answer to the query is cached. */
  readonly anew?: boolean;
}

/**
 * One telemetry system. Methods throw `AppError` with a `source_*` code when it fails.
 * Retries, the concurrency queue and `Retry-After` are the provider's business; caching and
 * stale-on-error are added by `sources` around every provider alike.
 */
export interface TelemetryProvider {
  readonly kind: string;
  readonly capabilities: ReadonlySet<Capability>;
  buildInfo(options?: CallOptions): Promise<BuildInfo>;
  queryInstant(query: InstantQuery, options?: CallOptions): Promise<QueryResult>;
  queryRange(query: RangeQuery, options?: CallOptions): Promise<QueryResult>;
  metadata(options?: CallOptions): Promise<ReadonlyMap<string, readonly MetricMetadata[]>>;
  series(selection: SeriesSelection, options?: CallOptions): Promise<readonly Readonly<Record<string, string>>[]>;
  labelNames(selection: Partial<SeriesSelection>, options?: CallOptions): Promise<readonly string[]>;
  labelValues(label: string, selection: Partial<SeriesSelection>, options?: CallOptions): Promise<readonly string[]>;
  rules(options?: CallOptions): Promise<readonly Rule[]>;
  targets(options?: CallOptions): Promise<readonly ScrapeTarget[]>;
  statistics(options?: CallOptions): Promise<SourceStatistics>;
  /** Releases connections. */
  close(): Promise<void>;
}
