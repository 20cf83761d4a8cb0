import { selectors } from '@locum/promql';
import type { Measure, MeasureDraft } from './measure.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Takes a measure's phrases together. */
export function completeMeasure(draft: MeasureDraft, vocabulary: Vocabulary): Measure {
  const per = (draft.fact?.say ?? [draft.title]).map((phrase) => /\bper (.+)$/.exec(phrase)?.[1] ?? '');
  return {
    ...draft,
    matched: new Set(selectors(draft.expr).flatMap((selector) => selector.matchers.map((matcher) => matcher.label))),
    phraseStems: new Set(draft.phrases.flat()),
    shortestPhrase: Math.min(...draft.phrases.map((phrase) => phrase.length)),
    perStems: new Set(per.flatMap((words) => vocabulary.stems(words))),
  };
}
