import type { Ground } from './ground.ts';
import type { Measure } from './measure.ts';
import { isOutcomeLabel, isOutcomeStem } from './outcome-labels.ts';
import { type MatcherSpec, outcomeMatcher } from './outcomes.ts';
import type { Phrase } from './phrase.ts';
import type { Question } from './question.ts';

export interface BoundOutcome {
  /** `told`: the measure's own words, labels or filters say the outcome already. */
  readonly outcome: 'matched' | 'told' | 'untold';
  readonly matcher?: MatcherSpec;
}

/** `view`: the measure as its series are labelled under `filters`. */
export function bindOutcome(
  question: Question,
  view: Measure,
  phrase: Phrase,
  filters: readonly MatcherSpec[],
  ground: Ground,
): BoundOutcome {
  const isTold =
    [...phrase.matched].some(isOutcomeStem) ||
    [...view.matched].some(isOutcomeLabel) ||
    filters.some((filter) => isOutcomeLabel(filter.label));
  if (isTold) return { outcome: 'told' };
  const matcher = question.wish && outcomeMatcher(question.wish, view, ground, question.understanding.question);
  return matcher ? { outcome: 'matched', matcher } : { outcome: 'untold' };
}
