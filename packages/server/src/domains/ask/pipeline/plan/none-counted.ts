import { CODE_LABELS } from '../ground/outcome-labels.ts';
import type { MatcherSpec } from '../ground/outcomes.ts';
import type { Composition } from './composed.ts';

/** A status of which there is none at the moment: their number is zero. */
export function countsNothing({ binding, decision, understanding }: Composition): boolean {
  const { grouping, snapshot } = decision.read;
  const isWhole = grouping.kind === 'by' && grouping.labels.length === 0 && !understanding.threshold;
  const isAbsent = ({ label, op, value }: MatcherSpec) =>
    op === '=' &&
    CODE_LABELS.includes(label) &&
    /^[1-5]\d\d$/.test(value) &&
    !binding.measure.metrics.some((metric) => snapshot.metric(metric)?.labels.get(label)?.values.includes(value));
  return isWhole && decision.kind === 'instant' && binding.filters.some(isAbsent);
}
