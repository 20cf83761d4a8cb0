import { isAge } from '../../ground/measure.ts';
import type { GapFinder } from './gap.ts';

/** "how many orders did we lose": without the verb the question is its opposite. */
const LOSS =
  /\b(?:did|do|have|had|are|were) (?:we|i|they|you) (?:\w+ )?(lose|lost|losing|miss|missed|missing|waste|wasted)\b/;
const NOT = /\b(?:not|isnt|arent|wasnt|werent|never) (?:yet |been |being |get |got |getting )*([a-z]+)\b/g;

const PARTLY = /^(?:partly|partially|not every|not all|not fully|only some)$/;

/** "not all pods ready" is not told by those that are. */
export const partlySo: GapFinder = ({ measure, unexplained }) => {
  const said = unexplained.find((token) => PARTLY.test(token.text));
  if (!said) return undefined;
  return { reason: 'unknown_word', message: `${measure.title} does not tell what is "${said.text}" so.` };
};

/** What was lost is not told by how many there were, nor what is "not fulfilled" by those that are. */
export const lostMeaning: GapFinder = ({ measure, unexplained, phrase, filters }, { understanding }, ground) => {
  const { core } = understanding;
  const loss = LOSS.exec(core)?.[1];
  if (loss !== undefined && unexplained.some((token) => token.text === loss))
    return {
      reason: 'unknown_word',
      message: `${measure.title} is measured here, and nothing tells how much of it was "${loss}".`,
    };
  // What has not happened for long is told by when it last did.
  if (isAge(measure) || measure.kind === 'expression' || measure.holds !== undefined || measure.matched.size > 0)
    return undefined;
  const negated = [...core.matchAll(NOT)]
    .map(([, word = '']) => word)
    .find((word) => {
      const stems = ground.vocabulary.stems(word);
      const isFiltered = filters.some(({ value }) => value.toLowerCase().includes(word));
      return stems.length > 0 && !isFiltered && stems.every((stem) => phrase.includes(stem));
    });
  if (negated === undefined) return undefined;
  return {
    reason: 'cannot_compute',
    message: `${measure.title} tells what is ${negated}; nothing here tells what is not.`,
  };
};
