import type { BoundGroups } from './bind-groups.ts';
import type { BoundMentions } from './bind-mentions.ts';
import type { Explained } from './explain-tokens.ts';
import type { Ground } from './ground.ts';
import type { Measure } from './measure.ts';
import type { MatcherSpec } from './outcomes.ts';
import type { Phrase } from './phrase.ts';
import type { Question } from './question.ts';

/** All that was found when a question was read as being about a measure. */
export interface Findings {
  readonly question: Question;
  readonly measure: Measure;
  readonly ground: Ground;
  readonly phrase: Phrase;
  readonly filters: readonly MatcherSpec[];
  readonly mentions: BoundMentions;
  readonly groups: BoundGroups;
  readonly explained: Explained;
  /** A matcher for the outcome wished, or the measure's own words or labels tell it. */
  readonly outcome: 'matched' | 'told' | 'untold';
}
