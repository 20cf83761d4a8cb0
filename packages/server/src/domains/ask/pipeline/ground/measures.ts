import { selectors } from '@locum/promql';
import type { CatalogSnapshot, KnowledgeFile } from '../../../catalog/index.ts';
import { deriveMeasures } from './derived/derive-measures.ts';
import { familyMeasure } from './family-measure.ts';
import { knowledgeMeasures } from './knowledge-measures.ts';
import type { Measure, MeasureDraft } from './measure.ts';
import type { Vocabulary } from './vocabulary.ts';

/** All that can be asked of a snapshot: knowledge whose metrics exist here, derived pairs, and every family. */
export function buildMeasures(
  snapshot: CatalogSnapshot,
  knowledge: readonly KnowledgeFile[],
  vocabulary: Vocabulary,
): Measure[] {
  const known = knowledge.flatMap((file) => knowledgeMeasures(file, snapshot, vocabulary));
  const about = new Map<string, ReadonlySet<string>>();
  for (const measure of known) for (const metric of measure.metrics) about.set(metric, measure.about);
  const families = [...snapshot.families.values()].map((family) =>
    familyMeasure(family, snapshot, vocabulary, about.get(family.name) ?? new Set()),
  );
  return [...known, ...deriveMeasures(snapshot, vocabulary, known), ...families].map((draft) =>
    complete(draft, vocabulary),
  );
}

function complete(draft: MeasureDraft, vocabulary: Vocabulary): Measure {
  const per = (draft.fact?.say ?? [draft.title]).map((phrase) => /\bper (.+)$/.exec(phrase)?.[1] ?? '');
  return {
    ...draft,
    matched: new Set(selectors(draft.expr).flatMap((selector) => selector.matchers.map((matcher) => matcher.label))),
    phraseStems: new Set(draft.phrases.flat()),
    shortestPhrase: Math.min(...draft.phrases.map((phrase) => phrase.length)),
    perStems: new Set(per.flatMap((words) => vocabulary.stems(words))),
  };
}
