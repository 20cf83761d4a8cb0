import { namesPercentile } from '../../ground/measure.ts';
import { isOutcomeStem, isPartLabel } from '../../ground/outcome-labels.ts';
import type { GapFinder } from './gap.ts';

/** Degrees are asked and nothing measures degrees. */
export const otherUnit: GapFinder = ({ measure }, { understanding }) => {
  if (understanding.askedUnit?.base !== 'celsius' || measure.unit === 'celsius') return undefined;
  return { reason: 'unknown_metric', message: 'Nothing in this source measures a temperature.' };
};

/** "share of tolls within 2 s" of something that is only counted. */
export const noDuration: GapFinder = ({ measure }, { understanding, traits }) => {
  const isBound = understanding.threshold?.unit?.base === 'seconds' && traits.wantsShare;
  if (!isBound || measure.kind !== 'counter' || measure.unit !== 'count') return undefined;
  return {
    reason: 'cannot_compute',
    message: `${measure.title} is only counted here: how long each takes is not recorded as a distribution.`,
  };
};

/** "5xx rate" of something whose metrics do not tell outcomes apart. */
export const noOutcome: GapFinder = ({ measure, outcome, filters, unexplained }, { wish }) => {
  if (!wish || outcome || measure.holds) return undefined;
  const labels = [...measure.matched, ...filters.map((filter) => filter.label)];
  if (labels.some(isPartLabel)) return undefined;
  const isCode = wish === 'server-error' || wish === 'client-error' || wish === 'both-errors';
  const isUnanswered = unexplained.some(({ stem }) => isOutcomeStem(stem));
  if (!isCode && !isUnanswered) return undefined;
  return {
    reason: 'cannot_compute',
    message: `${measure.title} is not recorded by outcome here, so failures cannot be told from the rest.`,
  };
};

/** Percentiles need a distribution; an average in their place would be another answer. */
export const noPercentile: GapFinder = ({ measure }, { understanding }) => {
  const { percentiles } = understanding.shape;
  if (percentiles.length === 0 || measure.kind === 'histogram' || measure.kind === 'summary') return undefined;
  if (namesPercentile(measure, percentiles) || /quantile|histogram/.test(measure.fact?.measure ?? '')) return undefined;
  return {
    reason: 'cannot_compute',
    message: `${measure.title} is not recorded as a distribution here, so it has no percentiles. Ask for its average or current value.`,
  };
};
