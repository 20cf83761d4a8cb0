import { noDuration, noMoment, noOutcome, noPercentile, otherUnit } from './cannot-compute.ts';
import { countedAs } from './counted-as.ts';
import type { GapFinder } from './gap.ts';
import { lostMeaning, partlySo } from './lost-meaning.ts';
import { unknownEntity, unknownGrouping } from './unknown-grouping.ts';
import { absentSubject, unboundThing, unknownName } from './unknown-thing.ts';
import { unknownWords } from './unknown-words.ts';

/** The plainest reason first: it is the one that is told. */
const FINDERS: readonly GapFinder[] = [
  absentSubject,
  unboundThing,
  unknownName,
  unknownGrouping,
  unknownEntity,
  otherUnit,
  noDuration,
  noMoment,
  noOutcome,
  noPercentile,
  countedAs,
  lostMeaning,
  partlySo,
  unknownWords,
];

/** Checks that everything of weight in the question is explained by the measure. */
export const findGap: GapFinder = (binding, question, ground) => {
  for (const find of FINDERS) {
    const gap = find(binding, question, ground);
    if (gap) return gap;
  }
  return undefined;
};
