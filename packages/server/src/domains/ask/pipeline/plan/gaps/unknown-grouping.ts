import type { Ground } from '../../ground/ground.ts';
import { findForeignHead } from '../../ground/groups.ts';
import type { Measure } from '../../ground/measure.ts';
import type { Gap, GapFinder } from './gap.ts';

/** What stands after "per" without being a thing: "per unit", "by the series". */
const NO_THING = /^(?:one|other|time|unit|target|entity|of them|thing|the|series|it|them|all)\b/;

/** "by country" of measures that know no countries. Of several groupings, those that are known are enough. */
export const unknownGrouping: GapFinder = ({ measure, phrase, unresolvedGroups }, question, ground) => {
  const [text] = unresolvedGroups;
  if (text === undefined || NO_THING.test(text)) return undefined;
  if (question.understanding.shape.groupings.length > 1) return undefined;
  const words = text.split(' ');
  const stems = words.flatMap((word) => ground.vocabulary.stems(word));
  if (stems.every((stem) => measure.phraseStems.has(stem) || measure.nameStems.has(stem))) return undefined;
  if (words.some((word) => phrase.some((stem) => word.startsWith(stem.slice(0, 5))))) return undefined;
  return notToldApart(measure, text);
};

/** "which user has the most …" of a measure that knows no users. */
export const unknownEntity: GapFinder = ({ measure, entityLabel }, question, ground) => {
  const { superlative, shape } = question.understanding;
  const { entityNoun = '' } = shape;
  const foreign = findForeignHead(entityNoun, measure, ground);
  const noun = foreign ?? entityNoun.split(' ')[0];
  const asksOne = (superlative !== undefined && shape.entities) || shape.ranking !== undefined;
  if (!asksOne || !noun || entityLabel || measure.holds) return undefined;
  if (foreign !== undefined) return notToldApart(measure, foreign);
  const [stem] = ground.vocabulary.stems(noun);
  const isOwn =
    stem === undefined || measure.phraseStems.has(stem) || measure.about.has(stem) || measure.nameStems.has(stem);
  if (!isOwn) return notToldApart(measure, noun);
  const head = entityNoun.split(' ')[1];
  const isOther = head !== undefined && /s$/.test(head) && !isOfMeasure(head, measure, ground);
  return isOther ? notToldApart(measure, entityNoun) : undefined;
};

function isOfMeasure(word: string, measure: Measure, ground: Ground): boolean {
  return ground.vocabulary
    .stems(word)
    .every((stem) => measure.phraseStems.has(stem) || measure.about.has(stem) || measure.nameStems.has(stem));
}

const MOST_LABELS = 8;

function notToldApart(measure: Measure, text: string): Gap {
  const labels = [...measure.labels].slice(0, MOST_LABELS).join(', ');
  return {
    reason: 'unknown_grouping',
    message: `The metrics of ${measure.title} are not told apart by "${text}". They have the labels ${labels}.`,
  };
}
