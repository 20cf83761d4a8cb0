import { print } from '@locum/promql';
import type { Binding } from '../ground/binding.ts';
import { findCandidates } from '../ground/candidates.ts';
import type { Ground } from '../ground/ground.ts';
import type { Question } from '../ground/question.ts';
import { type Understanding, understand } from '../understand/understand.ts';
import { findGap } from './gaps/find-gap.ts';
import { WEAK } from './gaps/gap.ts';

/** The first of two things that one question asks for. */
export interface FirstOfTwo {
  readonly question: Question;
  readonly bindings: readonly Binding[];
  /** What of the question is left for another one. */
  readonly left: string;
}

const LEAD = "(?:(?:please |show (?:me )?|give me |what (?:is|are) |what's |how (?:is|are) |get |i want |current ))*";
const SIDE = '((?:[a-z][\\w-]* ){0,2}[a-z][\\w-]*)';
/** "cpu and memory of cart", with the thing after both. */
const TWO = new RegExp(
  `^(\\W*${LEAD}(?:the )?)${SIDE} (?:and|&|plus|as well as) (?:the )?${SIDE}( (?:of|for|in|on) .+)$`,
);

/**
 * "cpu and memory of cart" is two questions: the first, when each alone is about another measure and none about both. Nothing when one
 * measure explains all that is said.
 */
export function firstOfTwo(
  best: Binding,
  understanding: Understanding,
  ground: Ground,
  now: number,
): FirstOfTwo | undefined {
  const match = TWO.exec(understanding.question);
  if (!match || understanding.time.comparison) return undefined;
  const [, lead = '', one = '', two = '', rest = ''] = match;
  const leaves = (words: string) => {
    const stems = ground.vocabulary.stems(words);
    return stems.length > 0 && stems.every((stem) => !best.phrase.includes(stem));
  };
  if (!leaves(one) && !leaves(two)) return undefined;
  const [first, second] = [one, two].map((side) => askedAlone(`${lead}${side}${rest}`, ground, now));
  if (!first || !second || isSame(first.best, second.best)) return undefined;
  return { question: first.question, bindings: first.bindings, left: `${two}${rest}`.replace(/[?.!\s]+$/, '') };
}

function askedAlone(text: string, ground: Ground, now: number) {
  const { question, bindings } = findCandidates(understand(text, now), ground);
  const [best] = bindings;
  const isSure = best !== undefined && best.score >= WEAK && best.phrase.length > 0 && !findGap(best, question, ground);
  return isSure ? { question, bindings, best } : undefined;
}

function isSame(one: Binding, two: Binding): boolean {
  return print(one.measure.expr) === print(two.measure.expr);
}
