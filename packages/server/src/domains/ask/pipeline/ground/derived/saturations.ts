import { build } from '@locum/promql';
import type { CatalogSnapshot, MetricFamily } from '../../../../catalog/index.ts';
import type { MeasureDraft } from '../measure.ts';
import { splitName } from '../vocabulary.ts';
import { type DerivationContext, derivedMeasure } from './derived-measure.ts';

/** Ends of names that mean the used part and the whole of the same thing, wherever they stand. */
const USED = /_(?:used|in_use|active|busy|current|open|allocated|inuse)(_bytes|_threads|_files)?$/;
const WHOLE = ['max', 'limit', 'capacity', 'maximum', 'config_max', 'size', 'total', 'pool_max'];
const SHARE_WORDS = ['usage', 'saturation', 'usage percent', 'saturated', 'full'];

/** `pool_connections_used` with `pool_connections_max`: how full it is, and what is free. */
export function saturations(used: MetricFamily, { snapshot, vocabulary, known }: DerivationContext): MeasureDraft[] {
  const match = used.type === 'gauge' ? USED.exec(used.name) : null;
  const stem = match ? used.name.slice(0, match.index) : '';
  const whole = match && findWhole(stem, match[1] ?? '', snapshot);
  if (!whole || whole.name === used.name) return [];
  const words = splitName(stem);
  const share = {
    title: `${words} usage`,
    phrases: [...SHARE_WORDS.map((word) => `${words} ${word}`), ...spokenOf(used.name, known)],
    expr: build.binary('/', build.selector(used.name), build.selector(whole.name)),
  };
  const free = {
    title: `${words} free`,
    phrases: [`${words} free`, `${words} left`, `${words} available`, `free ${words}`],
    expr: build.binary('-', build.selector(whole.name), build.selector(used.name)),
  };
  return [
    derivedMeasure(share, [used, whole], vocabulary),
    { ...derivedMeasure(free, [used, whole], vocabulary), unit: used.unit ?? 'count', combine: 'sum' },
  ];
}

function findWhole(stem: string, suffix: string, snapshot: CatalogSnapshot): MetricFamily | undefined {
  return WHOLE.flatMap((word) => [`${stem}_${word}${suffix}`, `${stem}_${word}`])
    .map((name) => snapshot.families.get(name))
    .find((family) => family?.type === 'gauge');
}

/** How files call the part, with what makes it a share: "file handles", "file handles of the limit". */
function spokenOf(name: string, known: readonly MeasureDraft[]): string[] {
  return known
    .filter(({ expr }) => expr.type === 'VectorSelector' && expr.name === name && expr.matchers.length === 0)
    .flatMap((draft) => draft.fact?.say ?? [])
    .flatMap((phrase) => [`${phrase} usage`, `${phrase} limit`, `${phrase} maximum`]);
}
