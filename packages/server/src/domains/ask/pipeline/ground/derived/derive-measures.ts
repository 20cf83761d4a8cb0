import type { Interruptible } from '../../../../../platform/interruptible/index.ts';
import type { CatalogSnapshot } from '../../../../catalog/index.ts';
import type { MeasureDraft } from '../measure.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { hitRatios, labelledHitRatios } from './hit-ratios.ts';
import { labelledSaturations, saturations } from './saturations.ts';
import { serviceSignals } from './service-signals.ts';
import { versions } from './versions.ts';

/** Measures that no file describes but that the names prove: used of max, hits of hits and misses, versions that run. */
export function* deriveMeasures(
  snapshot: CatalogSnapshot,
  vocabulary: Vocabulary,
  known: readonly MeasureDraft[] = [],
): Interruptible<MeasureDraft[]> {
  const drafts: MeasureDraft[] = [];
  for (const derive of [saturations, labelledSaturations, hitRatios, labelledHitRatios, versions, serviceSignals]) {
    for (const family of snapshot.families.values()) {
      yield;
      drafts.push(...derive(family, { snapshot, vocabulary, known }));
    }
  }
  return drafts;
}
