import type { Binding } from '../../ground/binding.ts';
import type { Ground } from '../../ground/ground.ts';
import type { Question } from '../../ground/question.ts';
import { WEIGHT } from '../../ground/weights.ts';
import { findGap } from './find-gap.ts';
import { type Gap, SURE } from './gap.ts';

/** By how much the other must be better; less when it explains a rare word that the best does not. */
const FAR = 0.18;
const FAR_ENOUGH_FOR_RARE = 0.05;
const RARE = 0.4;
/** From this score on the best stands, whatever else there is. */
const UNDOUBTED = SURE + 0.08;

/**
 * Another measure would fit far better, were it not that the thing named has none of it: "event loop lag of auth" is not
 * answered by a lag of something else that auth has.
 */
export function findBetterWithout(
  best: Binding,
  bindings: readonly Binding[],
  question: Question,
  ground: Ground,
): Gap | undefined {
  if (best.score >= UNDOUBTED) return undefined;
  const meant = bindings.find((other) => {
    const missing = other.unboundMentions.filter((mention) => mention.service ?? mention.specific).length;
    const withoutPenalty = other.score - WEIGHT.unboundThing * missing;
    return missing > 0 && withoutPenalty > best.score + (explainsRare(other, best) ? FAR_ENOUGH_FOR_RARE : FAR);
  });
  return meant && findGap(meant, question, ground);
}

function explainsRare(other: Binding, best: Binding): boolean {
  return best.unexplained.some(
    (token) => token.weight > RARE && other.unexplained.every((left) => left.start !== token.start),
  );
}
