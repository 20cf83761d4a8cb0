import type { Understanding } from '../understand/understand.ts';
import type { Ground } from './ground.ts';
import { namesItself } from './label-order.ts';
import { findMentions, type Mention } from './mentions.ts';
import { findOutcomeWish, type OutcomeWish } from './outcomes.ts';
import { type QuestionTraits, readTraits } from './question-traits.ts';
import { isWithin, questionTokens, type WeighedToken } from './question-words.ts';
import { foldValue } from './values.ts';

/** A question in the words of the catalog: everything that is the same for all measures it may be about. */
export interface Question {
  readonly understanding: Understanding;
  readonly traits: QuestionTraits;
  readonly tokens: readonly WeighedToken[];
  /** Stems of all tokens. */
  readonly stems: ReadonlySet<string>;
  /** Stems that were not said and are only hinted at. */
  readonly hinted: ReadonlySet<string>;
  /** Stems that a typo was read as. */
  readonly guessed: ReadonlySet<string>;
  readonly totalWeight: number;
  readonly mentions: readonly Mention[];
  /** Stems of the services named, which alone do not say what is measured. */
  readonly nameStems: ReadonlySet<string>;
  readonly wish?: OutcomeWish;
}

/** Also "payment" where the service is called payments. */
function namesService({ service, places }: Mention): boolean {
  return service !== undefined || places.some((place) => namesItself(place.label));
}

/** Below this weight an implied word is a hint only. */
const HINT = 0.2;

export function groundQuestion(understanding: Understanding, ground: Ground): Question {
  const tokens = questionTokens(understanding.words, understanding, ground);
  const found = findMentions(understanding.words, understanding.literals, ground.services, ground.values);
  // A word that only resembles a value is not meant as one where the occasion is told.
  const mentions = found.filter(
    (mention) =>
      !isWithin(mention, understanding.context) ||
      mention.service !== undefined ||
      mention.places.some(({ value }) => foldValue(value) === foldValue(mention.text.replace(/^(\d+)s$/, '$1'))),
  );
  // Whatever counts as a success, a budget is used up by the rest.
  const wish = understanding.errorBudget ? 'server-error' : findOutcomeWish(understanding.core);
  const stemsOf = (some: readonly WeighedToken[]) => new Set(some.map((token) => token.stem));
  return {
    understanding,
    traits: readTraits(understanding),
    tokens,
    stems: stemsOf(tokens),
    hinted: stemsOf(tokens.filter((token) => token.start < 0 && token.weight < HINT)),
    guessed: stemsOf(tokens.filter((token) => token.corrected)),
    totalWeight: tokens.reduce((sum, token) => sum + token.weight, 0),
    mentions,
    nameStems: new Set(mentions.filter(namesService).flatMap((mention) => ground.vocabulary.stems(mention.text))),
    ...(wish && { wish }),
  };
}
