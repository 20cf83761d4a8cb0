import type { Binding } from '../../ground/binding.ts';
import type { Ground } from '../../ground/ground.ts';
import type { Question } from '../../ground/question.ts';

/** What a question names that is not here, so that answering would be guessing. */
export interface Gap {
  readonly reason: 'unknown_metric' | 'unknown_label_value' | 'unknown_grouping' | 'unknown_word' | 'cannot_compute';
  readonly message: string;
}

/** Looks for one kind of gap between a question and the measure that fits it best. */
export type GapFinder = (binding: Binding, question: Question, ground: Ground) => Gap | undefined;

/** From this score on, known words that are left over do not stand against an answer. */
export const SURE = 0.75;
/** Below this score a measure is a guess. */
export const WEAK = 0.66;
