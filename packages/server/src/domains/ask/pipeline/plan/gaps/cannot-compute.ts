import { isAge, namesPercentile } from '../../ground/measure.ts';
import { valuesOf } from '../../ground/measure-values.ts';
import { isOutcomeStem, isPartLabel, RESULT_LABELS } from '../../ground/outcome-labels.ts';
import type { GapFinder } from './gap.ts';

/** Degrees are asked and nothing measures degrees. */
export const otherUnit: GapFinder = ({ measure }, { understanding }) => {
  if (understanding.askedUnit?.base !== 'celsius' || measure.unit === 'celsius') return undefined;
  return { reason: 'unknown_metric', message: 'Nothing in this source measures a temperature.' };
};

const HOW_LONG_AGO = /\bhow (?:long|many \w+) ago\b/;

/** "how many minutes ago" of what tells no moment. */
export const noMoment: GapFinder = ({ measure }, { understanding }) => {
  const isTime = isAge(measure) || measure.unit === 'timestamp' || measure.unit === 'seconds';
  if (!HOW_LONG_AGO.test(understanding.core) || isTime) return undefined;
  return {
    reason: 'cannot_compute',
    message: `${measure.title} tells no moment, so how long ago something was cannot be told from it.`,
  };
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

const MOST_VALUES = 6;

/** "5xx rate" of something whose metrics do not tell outcomes apart. */
export const noOutcome: GapFinder = ({ measure, outcome, filters, unexplained }, { wish }, ground) => {
  if (!wish || outcome || measure.holds) return undefined;
  const labels = [...measure.matched, ...filters.map((filter) => filter.label)];
  if (labels.some(isPartLabel)) return undefined;
  const isCode = wish === 'server-error' || wish === 'client-error' || wish === 'both-errors';
  const isUnanswered = unexplained.some(({ stem }) => isOutcomeStem(stem));
  if (!isCode && !isUnanswered) return undefined;
  const told = RESULT_LABELS.find((label) => measure.labels.has(label));
  if (told !== undefined)
    return {
      reason: 'cannot_compute',
      message: `${measure.title} is told apart by ${told} (${valuesOf(told, measure, ground).slice(0, MOST_VALUES).join(', ')}), and none of these says what is meant: ask for one of them, or by ${told}.`,
    };
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
