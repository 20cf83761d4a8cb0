import { build } from '@locum/promql';
import type { MetricFamily } from '../../../../catalog/index.ts';
import type { MeasureDraft } from '../measure.ts';
import { splitName } from '../vocabulary.ts';
import { type DerivationContext, derivedMeasure } from './derived-measure.ts';

/** What is deployed, from `*_build_info`: how many instances run each version. */
export function versions(family: MetricFamily, { vocabulary }: DerivationContext): MeasureDraft[] {
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
  return [{ ...measure, unit: 'count', combine: 'sum', keys: ['version'] }];
}
