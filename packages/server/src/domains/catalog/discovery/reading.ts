/** What was read about one label of one metric: a bounded, sorted part of its values. */
export interface LabelReading {
  readonly values: readonly string[];
  /** How many values there are; a lower bound while `complete` is false and the values could not all be listed. */
  readonly distinct: number;
  /** All values are in `values`. */
  readonly complete: boolean;
  /** Every series of the metric carries the label; false also when that is not known. */
  readonly onAllSeries: boolean;
}

/** Series of one metric that have the same label names: services that label the same metric differently make several. */
export type LabelVariant = ReadonlyMap<string, readonly string[]>;

/** What was read about one metric name: the unit that is kept, reused while unchanged, and stored. Times in Unix seconds. */
export interface MetricReading {
  readonly name: string;
  readonly seriesCount: number;
  readonly labels: ReadonlyMap<string, LabelReading>;
  /** Only where the label names differ among its series, and only for a few such ways. */
  readonly variants?: readonly LabelVariant[];
  /** It was found to hold native histograms. */
  readonly isNativeHistogram: boolean;
  readonly readAt: number;
  readonly lastSeenAt: number;
}

export const MAX_LABEL_VALUES = 200;

/** A metric with more ways of labelling than this has no pattern to learn. */
export const MAX_VARIANTS = 8;

/** Labels that name services are kept further, because the relation of services and metrics is built from them. */
export const MAX_SERVICE_VALUES = 2_000;
