import type { LabelFacts, MetricCatalog, MetricFacts, MetricType } from '@locum/promql';
import type { Rule } from '../sources/index.ts';
import type { LabelVariant } from './discovery/reading.ts';

/** One metric family: what a question can be about. `series` names what a query writes (`…_bucket`, `…_sum`, …). */
export interface MetricFamily {
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  /** Base unit: seconds, bytes, ratio, celsius, …; undefined when unknown. */
  readonly unit?: string;
  readonly seriesCount: number;
  readonly labels: ReadonlyMap<string, LabelFacts>;
  readonly services: readonly string[];
  readonly series: readonly MetricFacts[];
}

/** A service and every way its series name it (`service="checkout"`, `app="cart"`, `job="payments"`). */
export interface ServiceIdentity {
  readonly name: string;
  readonly namespace?: string;
  /** The most explicit label first (`service` before `app` before `job`). */
  readonly identifiedBy: readonly { readonly label: string; readonly value: string }[];
  /** Regular expressions for metrics that name only the pod: `pod=~"checkout-.+"`. */
  readonly podPatterns: readonly { readonly label: string; readonly pattern: string }[];
  /** Names of families. */
  readonly metrics: readonly string[];
}

/** A panel of the user's own dashboards: what somebody called an expression. */
export interface DashboardPanel {
  readonly dashboard: string;
  readonly title: string;
  readonly promql: string;
}

/** Everything known about one source at one time; immutable, shared by the planner, the checker and retrieval. */
export interface CatalogSnapshot extends MetricCatalog {
  /** The different ways in which series of the metric are labelled; empty when there is one way only. */
  variantsOf(metric: string): readonly LabelVariant[];
  readonly takenAt: number;
  /** The release of Prometheus whose PromQL the server understands; empty when unknown. */
  readonly serverVersion: string;
  readonly families: ReadonlyMap<string, MetricFamily>;
  readonly services: readonly ServiceIdentity[];
  readonly rules: readonly Rule[];
  readonly panels: readonly DashboardPanel[];
  /**
   * Which metrics carry a label value, whatever its case; when none has exactly that value, the values that contain all of its
   * words. The place with the most metrics first. Bounded to 50 places.
   */
  findLabelValue(
    value: string,
  ): readonly { readonly label: string; readonly value: string; readonly metrics: readonly string[] }[];
}
