import { print } from '@locum/promql';
import type { Binding } from '../ground/binding.ts';
import { findCandidates } from '../ground/candidates.ts';
import type { Ground } from '../ground/ground.ts';
import type { Question } from '../ground/question.ts';
import { type Understanding, understand } from '../understand/understand.ts';
import { findGap } from './gaps/find-gap.ts';
import { WEAK } from './gaps/gap.ts';

/** The first of several things that one question asks for. */
export interface FirstOfSeveral {
  readonly question: Question;
  readonly bindings: readonly Binding[];
  /** What of the question is left for others. */
  readonly left: readonly string[];
}

const LEAD = "(?:(?:please |show (?:me )?|give me |what (?:is|are) |what's |how (?:is|are) |get |i want |current ))*";
const WORD = '(?!(?:of|for|in|on|by|per|from|to|at|with|without|than|and|or|that|which|between)\\b)[a-z][\\w-]*';
const SIDE = `(?:${WORD} ){0,2}${WORD}`;
/** "cpu and memory of cart", "requests, errors and latency by method", with what all share after the last. */
const LISTED = new RegExp(
  `^(\\W*${LEAD}(?:the )?)(${SIDE}(?:, (?:the )?${SIDE})*),? (?:and|&|plus|as well as) (?:the )?(${SIDE})( (?:of|for|in|on|by|per) .+)?\\W*$`,
);

/**
 * "cpu and memory of cart" is two questions: the first, when each alone is about another measure and none about both. Nothing when one
 * measure explains all that is said.
 */
export function firstOfSeveral(
  best: Binding,
  understanding: Understanding,
  ground: Ground,
  now: number,
): FirstOfSeveral | undefined {
  const match = LISTED.exec(understanding.question);
  // What is left out is no second question.
  if (!match || understanding.time.comparison || understanding.negatedWords.length > 0) return undefined;
  const [, lead = '', before = '', last = '', rest = ''] = match;
  const sides = [...before.split(/, (?:the )?/), last];
  const isLeft = (words: string) => {
    const stems = ground.vocabulary.stems(words);
    return stems.length > 0 && stems.every((stem) => !best.phrase.includes(stem));
  };
  if (!sides.some(isLeft)) return undefined;
  const asked = sides.flatMap((side) => {
    const found = askedAlone(`${lead}${side}${rest}`, ground, now);
    return found ? [{ side, ...found }] : [];
  });
  const [first, ...others] = asked;
  if (!first || !others.some((other) => !isSame(first.best, other.best))) return undefined;
  const left = sides.filter((side) => side !== first.side).map((side) => `${side}${rest}`.replace(/[?.!\s]+$/, ''));
  return { question: first.question, bindings: first.bindings, left };
}

function askedAlone(text: string, ground: Ground, now: number) {
  const { question, bindings } = findCandidates(understand(text, now), ground);
  const [best] = bindings;
  const isSure = best !== undefined && best.score >= WEAK && best.phrase.length > 0 && !findGap(best, question, ground);
  return isSure ? { question, bindings, best } : undefined;
}

function isSame(one: Binding, two: Binding): boolean {
  return (
    print(one.measure.expr) === print(two.measure.expr) && (one.outcome === undefined) === (two.outcome === undefined)
  );
}
