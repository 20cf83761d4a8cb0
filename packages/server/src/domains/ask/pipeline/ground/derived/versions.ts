import { build } from '@locum/promql';
import type { MetricFamily } from '../../../../catalog/index.ts';
import type { MeasureDraft } from '../measure.ts';
import { splitName } from '../vocabulary.ts';
import { type DerivationContext, derivedMeasure } from './derived-measure.ts';

/** Metrics by which programs tell what they were built from: `auth_build_info`, `application_info`, `build_info`. */
const INFO = /^(?:(.+?)_)?(?:build|app|application|service|release|deploy|deployment)_info$/;
const COMMIT = /^(?:git_?)?(?:commit|revision|sha)(?:_?(?:sha|hash|id))?$/;

/** What is deployed, from `*_info`: how many instances run each version, and each commit. */
export function versions(family: MetricFamily, context: DerivationContext): MeasureDraft[] {
  const match = INFO.exec(family.name);
  if (!match || (!family.name.endsWith('_build_info') && isKnown(family, context))) return [];
  const words = splitName(match[1] ?? '');
  const commit = [...family.labels.keys()].find((label) => COMMIT.test(label));
  return [
    ...(family.labels.has('version') ? [versionsOf(family, words, context)] : []),
    ...(commit === undefined ? [] : [commitsOf(family, commit, words, context)]),
  ];
}

function isKnown({ name }: MetricFamily, { known }: DerivationContext): boolean {
  return known.some(({ metrics }) => metrics.includes(name));
}

function versionsOf(family: MetricFamily, words: string, { vocabulary }: DerivationContext): MeasureDraft {
  const what = {
    title: `${words} versions`.trim(),
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
  return { ...derivedMeasure(what, [family], vocabulary), unit: 'count', combine: 'sum', keys: ['version'] };
}

function commitsOf(
  family: MetricFamily,
  label: string,
  words: string,
  { vocabulary }: DerivationContext,
): MeasureDraft {
  const what = {
    title: `${words} commits`.trim(),
    // Databases commit as well.
    phrases: ['commit deployed', 'deployed revision', 'git sha', 'commit hash', 'git commit'],
    expr: build.aggregate('count', build.selector(family.name)),
  };
  return { ...derivedMeasure(what, [family], vocabulary), unit: 'count', combine: 'sum', keys: [label] };
}
