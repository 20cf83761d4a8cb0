export type MetricType =
  | 'counter'
  | 'gauge'
  | 'histogram'
  | 'native_histogram'
  | 'summary'
  | 'info'
  | 'stateset'
  | 'unknown';

/** What one series name of a family carries: a histogram's `_bucket` series has the role bucket. */
export type MetricRole = 'value' | 'bucket' | 'sum' | 'count' | 'quantile';

/** `values` may be a sample; then `complete` is false and `distinct` the known or estimated number. */
export interface LabelFacts {
  readonly values: readonly string[];
  readonly complete: boolean;
  readonly distinct: number;
}

export interface MetricFacts {
  /** Series name as written in a query. */
  readonly name: string;
  readonly family: string;
  /** Type of the family. */
  readonly type: MetricType;
  readonly role: MetricRole;
  readonly unit?: string;
  readonly help?: string;
  readonly seriesCount?: number;
  readonly scrapeIntervalSeconds?: number;
  readonly labels: ReadonlyMap<string, LabelFacts>;
}

/** What an installation has; the checker, the cost estimate and the explanation look metrics up here. */
export interface MetricCatalog {
  metric(name: string): MetricFacts | undefined;
  metricNames(): Iterable<string>;
}
