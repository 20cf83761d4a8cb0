import { build } from '@locum/promql';
import type { CatalogSnapshot } from '../../../../catalog/index.ts';
import type { MeasureDraft } from '../measure.ts';
import { splitName, type Vocabulary } from '../vocabulary.ts';
import { derivedMeasure } from './derived-measure.ts';

/** What is deployed, from `*_build_info`: how many instances run each version. */
export function versions(snapshot: CatalogSnapshot, vocabulary: Vocabulary): MeasureDraft[] {
  return [...snapshot.families.values()].flatMap((family) => {
    const program = /^(.+?)_build_info$/.exec(family.name)?.[1];
    if (!program || !family.labels.has('version')) return [];
    const words = splitName(program);
    const what = {
      title: `${words} versions`,
      phrases: [
        `${words} version`,
        `${words} versions running`,
        `${words} versions live`,
        `deployed version of ${words}`,
        `${words} release`,
        `${words} build`,
        `which version of ${words}`,
      ],
      expr: build.aggregate('count', build.selector(family.name)),
    };
    const measure = derivedMeasure(what, [family], vocabulary);
    return [{ ...measure, unit: 'count', combine: 'sum' as const, keys: ['version'] }];
  });
}
