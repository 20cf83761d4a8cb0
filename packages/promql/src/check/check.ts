import type { Expr } from '../ast.ts';
import { walk } from '../walk.ts';
import { aggregatedQuantile, sumOfRatio } from './aggregation-rules.ts';
import { type CheckOptions, createContext, type Rule } from './context.ts';
import {
  gaugeFunctionOnCounter,
  missingRate,
  rateAfterAggregation,
  rateOfRecordedRate,
  rateOnGauge,
} from './counter-rules.ts';
import type { Finding } from './finding.ts';
import {
  bucketsNotSummed,
  dropsLe,
  mismatchedAverage,
  quantileNotHistogram,
  quantileOutOfRange,
  quantileWithoutLe,
  quantileWithoutRate,
} from './histogram-rules.ts';
import { labelsNeverMatch, missingGroupingLabel } from './join-rules.ts';
import { identicalOperands, neverTrue } from './logic-rules.ts';
import { contradictingMatchers, selectsEverything, unknownLabels, unknownMetric } from './matcher-rules.ts';
import { invalidParameter, unsupported } from './parameter-rules.ts';
import { rangeTooShort } from './range-rules.ts';
import { thresholdScale, unitMismatch } from './unit-rules.ts';

const RULES: readonly Rule[] = [
  unsupported,
  unknownMetric,
  unknownLabels,
  contradictingMatchers,
  selectsEverything,
  rateOnGauge,
  missingRate,
  gaugeFunctionOnCounter,
  rateAfterAggregation,
  rateOfRecordedRate,
  quantileNotHistogram,
  quantileWithoutLe,
  quantileWithoutRate,
  quantileOutOfRange,
  dropsLe,
  bucketsNotSummed,
  mismatchedAverage,
  aggregatedQuantile,
  sumOfRatio,
  labelsNeverMatch,
  missingGroupingLabel,
  rangeTooShort,
  unitMismatch,
  thresholdScale,
  identicalOperands,
  neverTrue,
  invalidParameter,
];

const SEVERITY_ORDER = { error: 0, warning: 1, info: 2 } as const;

/**
 * What an experienced reviewer would say about a query, worst first, then in reading order. With a catalog it knows
 * types, labels and values; without one it says only what names and the shape of the query show.
 */
export function check(expr: Expr, options: CheckOptions = {}): Finding[] {
  const findings: Finding[] = [];
  const context = createContext(expr, options, findings);
  walk(expr, (node, ancestors) => {
    for (const rule of RULES) rule(node, context, ancestors);
  });
  return findings.sort(
    (one, other) => SEVERITY_ORDER[one.severity] - SEVERITY_ORDER[other.severity] || one.start - other.start,
  );
}
