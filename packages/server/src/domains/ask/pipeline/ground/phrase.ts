import type { Ground } from './ground.ts';
import { isServiceLabel } from './label-order.ts';
import type { Measure } from './measure.ts';
import type { MatcherSpec } from './outcomes.ts';
import type { Question } from './question.ts';
import { WEIGHT } from './weights.ts';

/** The phrase by which a question most likely means a measure. */
export interface Phrase {
  readonly words: readonly string[];
  readonly matched: ReadonlySet<string>;
  /** Share of the phrase's weight that the question says, 0 to 1. */
  readonly fit: number;
  /** Nothing but the service's own name, or a guess, was said of it. */
  readonly onlyNames: boolean;
}

const NOTHING: ReadonlySet<string> = new Set();
const NONE: Phrase = { words: [], matched: new Set(), fit: 0, onlyNames: false };

/** `unsaid`: stems that the question does not mean by themselves. */
export function bestPhrase(
  measure: Measure,
  question: Question,
  ground: Ground,
  unsaid: ReadonlySet<string> = NOTHING,
): Phrase {
  const subjectSaid = question.tokens.some((token) => measure.about.has(token.stem));
  let best = NONE;
  let bestRank = -1;
  for (const words of measure.phrases) {
    // "non 5xx responses" are the opposite of those.
    if (words.some((word) => NEGATION.test(word) && !question.stems.has(word))) continue;
    const { total, hit, said, matched } = weigh(words, measure, question, subjectSaid, unsaid, ground);
    if (total === 0 || matched.size === 0) continue;
    const onlyNames = [...matched].every((word) => question.nameStems.has(word) || question.guessed.has(word));
    // A name has words that nobody says ("attempts", "total"); a phrase was chosen to be said whole.
    const share = measure.origin === 'family' ? (hit / total) ** NAME_LENIENCE : hit / total;
    const fit = share * (onlyNames ? WEIGHT.onlyNames : 1);
    const rank = WEIGHT.fit * fit + WEIGHT.coverage * Math.min(1, said / Math.max(0.01, question.totalWeight));
    if (rank > bestRank) {
      best = { words, matched, fit, onlyNames };
      bestRank = rank;
    }
  }
  return best;
}

const NEGATION = /^(?:non|not)$/;
/** Below 1: lifts the share of a name that was said in part. */
const NAME_LENIENCE = 0.6;
/** What a hinted word counts of its weight. */
const HINTED = 0.5;
/** What the words of the subject count that the question leaves out: more when it names the subject otherwise. */
const SUBJECT_SAID = 0.5;
const SUBJECT_UNSAID = 0.15;

interface Weighed {
  readonly total: number;
  readonly hit: number;
  readonly said: number;
  readonly matched: ReadonlySet<string>;
}

function weigh(
  words: readonly string[],
  measure: Measure,
  question: Question,
  subjectSaid: boolean,
  unsaid: ReadonlySet<string>,
  ground: Ground,
): Weighed {
  let total = 0;
  let hit = 0;
  let said = 0;
  const matched = new Set<string>();
  for (const word of words) {
    const weight = ground.weight(word);
    const isSaid = question.stems.has(word) && !unsaid.has(word);
    // What a phrase says and the question does not counts in full, also words of form: "time to send" is not "sent".
    total += isSaid || measure.origin === 'family' ? weight : unsaidWeight(word, weight, ground);
    if (isSaid) {
      hit += question.hinted.has(word) ? weight * HINTED : weight;
      said += weight;
      matched.add(word);
    } else if (measure.about.has(word)) {
      hit += unsaidWeight(word, weight, ground) * (subjectSaid ? SUBJECT_SAID : SUBJECT_UNSAID);
    }
  }
  return { total, hit, said, matched };
}

/** Common words turn a meaning as much as rare ones: "failed commands" is not "commands". */
function unsaidWeight(word: string, weight: number, ground: Ground): number {
  return ground.isForm(word) ? Math.max(weight, ground.plainWeight(word) * 0.5) : Math.max(weight, 0.6);
}

/** A phrase of which only the service was said counts in full when the question names values of the metric itself. */
export function fitWith(phrase: Phrase, filters: readonly MatcherSpec[]): number {
  const named = phrase.onlyNames && filters.some((filter) => !isServiceLabel(filter.label));
  return named ? phrase.fit / WEIGHT.onlyNames : phrase.fit;
}
