import type { Expr, Span } from '../ast.ts';

export type Severity = 'error' | 'warning' | 'info';

export const FINDING_CODES = [
  'rate-on-gauge',
  'missing-rate',
  'gauge-function-on-counter',
  'rate-after-aggregation',
  'double-rate',
  'quantile-without-le',
  'quantile-not-histogram',
  'quantile-without-rate',
  'quantile-out-of-range',
  'drops-le',
  'buckets-not-summed',
  'aggregated-quantile',
  'sum-of-ratio',
  'mismatched-average',
  'unknown-metric',
  'unknown-label',
  'unknown-label-value',
  'contradicting-matchers',
  'selects-everything',
  'range-too-short',
  'labels-never-match',
  'many-to-many-risk',
  'missing-grouping-label',
  'unit-mismatch',
  'threshold-scale',
  'identical-operands',
  'never-true',
  'invalid-parameter',
  'unsupported',
] as const;

export type FindingCode = (typeof FINDING_CODES)[number];

/** The whole expression with the fault repaired, and what was changed in words. */
export interface Repair {
  readonly description: string;
  readonly expr: Expr;
}

/**
 * One remark on a query. `error`: it cannot do what it says; `warning`: very probably not what was meant; `info`:
 * often a slip, but with legitimate uses. `start` and `end` are UTF-16 offsets of the part concerned.
 */
export interface Finding extends Span {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** What is wrong and what to do, in plain words. */
  readonly message: string;
  readonly repair?: Repair | undefined;
}
