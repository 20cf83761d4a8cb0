import type { Measure } from './measure.ts';
import type { Mention } from './mentions.ts';
import type { MatcherSpec } from './outcomes.ts';
import type { WeighedToken } from './question-words.ts';

/** A measure with what of the question it explains: its filters, groupings and how well it fits. */
export interface Binding {
  readonly measure: Measure;
  readonly filters: readonly MatcherSpec[];
  readonly groups: readonly string[];
  readonly unresolvedGroups: readonly string[];
  /** The label that "which …" asks for. */
  readonly entityLabel?: string;
  /** Outcomes wanted, as a matcher that only the counted part has. */
  readonly outcome?: MatcherSpec;
  /** Question tokens nothing explains. */
  readonly unexplained: readonly WeighedToken[];
  /** Weight of all tokens, explained or not. */
  readonly weight: number;
  readonly unboundMentions: readonly Mention[];
  /** About 0 to 1. */
  readonly score: number;
  readonly phrase: readonly string[];
  /** The question wrote the metric's name. */
  readonly namedOutright?: boolean;
}

/** A word that names part of a label value, and the matcher it stands for. */
export interface PartialName {
  readonly word: string;
  readonly filter: MatcherSpec;
}
