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
    phrases: [...SHARE_WORDS.map((word) => `${words} ${word}`), ...spokenOf(used.name, known), ...poolPhrases(words)],
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

const USED_VALUE = /^(?:used|in[_-]?use|active|busy|acquired|checked[_-]?out|allocated)$/i;
/** Ends of names that say no more than the label does. */
const AMOUNT_END = /_(?:usage|used|count|current|open|total)$/;

/** `pool_connections{state="used"}` with `pool_max_connections`: the used part is told by a label. */
export function labelledSaturations(family: MetricFamily, { snapshot, vocabulary }: DerivationContext): MeasureDraft[] {
  if (family.type !== 'gauge') return [];
  const state = usedState(family);
  const stem = family.name.replace(AMOUNT_END, '');
  const whole =
    state && (findWhole(stem, '', snapshot) ?? findWhole(family.name, '', snapshot) ?? maxBefore(stem, snapshot));
  if (!state || !whole || whole.name === family.name) return [];
  const words = splitName(stem);
  const used = build.selector(family.name, [build.matcher(state.label, '=', state.value)]);
  const pool = poolPhrases(words);
  const share = {
    title: `${words} usage`,
    phrases: [...SHARE_WORDS.map((word) => `${words} ${word}`), ...pool],
    expr: build.binary('/', used, build.selector(whole.name)),
  };
  const inUse = {
    title: `${words} in use`,
    phrases: [
      ...['active', 'busy'].map((word) => `${words} ${word}`),
      ...(pool.length > 0
        ? ['active connections', 'connections in use', 'active connections of the database pool']
        : []),
    ],
    expr: used,
  };
  return [
    derivedMeasure(share, [family, whole], vocabulary),
    { ...derivedMeasure(inUse, [family], vocabulary), kind: 'gauge', unit: family.unit ?? 'count', combine: 'sum' },
  ];
}

function usedState({ labels }: MetricFamily): { readonly label: string; readonly value: string } | undefined {
  for (const [label, { values }] of labels) {
    const value = values.find((candidate) => USED_VALUE.test(candidate));
    if (value !== undefined && values.length > 1) return { label, value };
  }
  return undefined;
}

/** `pool_max_connections` of `pool_connections`. */
function maxBefore(stem: string, snapshot: CatalogSnapshot): MetricFamily | undefined {
  const end = stem.lastIndexOf('_');
  if (end < 0) return undefined;
  return ['max', 'maximum', 'limit']
    .map((word) => snapshot.families.get(`${stem.slice(0, end)}_${word}${stem.slice(end)}`))
    .find((found) => found?.type === 'gauge');
}

/** What holds connections is called a pool, whatever its name; a label `pool` may be one of memory. */
function poolPhrases(words: string): string[] {
  if (!/\bconnections?\b/.test(words)) return [];
  const kinds = /\b(?:db|database|sql|jdbc)\b/.test(words) ? ['connection pool', 'database pool'] : ['connection pool'];
  return kinds.flatMap((pool) => [`${pool} usage`, `${pool} full`, `${pool} limit`, `${pool} saturation`]);
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
