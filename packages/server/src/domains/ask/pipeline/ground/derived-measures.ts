import { build, type Expr } from '@locum/promql';
import type { CatalogSnapshot, MetricFamily } from '../../../catalog/index.ts';
import { fixedLabels } from './fixed-labels.ts';
import type { MeasureDraft } from './measure.ts';
import { splitName, type Vocabulary } from './vocabulary.ts';

interface Pair {
  readonly part: RegExp;
  readonly whole: readonly string[];
  readonly words: readonly string[];
  readonly complement?: boolean;
}

/** Names that mean "part" and "whole" of the same thing wherever they stand at the end of a metric's name. */
const GAUGE_PAIRS: readonly Pair[] = [
  {
    part: /_(?:used|in_use|active|busy|current|open|allocated|inuse)(_bytes|_threads|_files)?$/,
    whole: ['max', 'limit', 'capacity', 'maximum', 'config_max', 'size', 'total', 'pool_max'],
    words: ['usage', 'saturation', 'usage percent', 'saturated', 'full'],
  },
];

/** Measures that no file describes but that the names prove: used of max, hits of hits and misses, outcomes of a counter. */
export function deriveMeasures(
  snapshot: CatalogSnapshot,
  vocabulary: Vocabulary,
  known: readonly MeasureDraft[] = [],
): MeasureDraft[] {
  return [
    ...saturations(snapshot, vocabulary, known),
    ...hitRatios(snapshot, vocabulary),
    ...labelledHitRatios(snapshot, vocabulary),
    ...versions(snapshot, vocabulary),
  ];
}

function measure(
  title: string,
  phrases: readonly string[],
  expr: Expr,
  families: readonly MetricFamily[],
  vocabulary: Vocabulary,
): MeasureDraft {
  const labels = new Set(
    families.flatMap((family) => [...family.labels.keys()]).filter((label) => label !== 'le' && label !== 'quantile'),
  );
  return {
    title,
    phrases: phrases.map((phrase) => [...new Set(vocabulary.stems(phrase))]),
    about: new Set(),
    nameStems: new Set(families.flatMap((family) => vocabulary.stems(splitName(family.name)))),
    helpStems: new Set(families.flatMap((family) => vocabulary.stems(family.help))),
    expr,
    kind: 'expression',
    unit: 'ratio',
    combine: 'avg',
    metrics: families.map((family) => family.name),
    labels,
    fixed: fixedLabels(expr),
    origin: 'derived',
  };
}

function saturations(
  snapshot: CatalogSnapshot,
  vocabulary: Vocabulary,
  known: readonly MeasureDraft[],
): MeasureDraft[] {
  const found: MeasureDraft[] = [];
  for (const family of snapshot.families.values()) {
    if (family.type !== 'gauge') continue;
    for (const pair of GAUGE_PAIRS) {
      const match = pair.part.exec(family.name);
      if (!match) continue;
      const stem = family.name.slice(0, match.index);
      const suffix = match[1] ?? '';
      const whole = pair.whole
        .flatMap((word) => [`${stem}_${word}${suffix}`, `${stem}_${word}`])
        .map((name) => snapshot.families.get(name))
        .find((candidate) => candidate?.type === 'gauge');
      if (!whole || whole.name === family.name) continue;
      const words = splitName(stem);
      found.push(
        measure(
          `${words} usage`,
          [...pair.words.map((word) => `${words} ${word}`), ...spokenOf(family.name, known)],
          build.binary('/', build.selector(family.name), build.selector(whole.name)),
          [family, whole],
          vocabulary,
        ),
        {
          ...measure(
            `${words} free`,
            [`${words} free`, `${words} left`, `${words} available`, `free ${words}`],
            build.binary('-', build.selector(whole.name), build.selector(family.name)),
            [family, whole],
            vocabulary,
          ),
          unit: family.unit ?? 'count',
          combine: 'sum',
        },
      );
      break;
    }
  }
  return found;
}

function hitRatios(snapshot: CatalogSnapshot, vocabulary: Vocabulary): MeasureDraft[] {
  const found: MeasureDraft[] = [];
  for (const family of snapshot.families.values()) {
    const match = /^(.*)_hits(_total)?$/.exec(family.name);
    const misses = match ? snapshot.families.get(`${match[1]}_misses${match[2] ?? ''}`) : undefined;
    if (!match || !misses) continue;
    const words = splitName(match[1] ?? '');
    const hit = build.selector(family.name);
    const whole = build.paren(build.binary('+', hit, build.selector(misses.name)));
    found.push(
      measure(
        `${words} hit ratio`,
        [`${words} hit ratio`, `${words} hit rate`, `${words} hits percent`, `${words} cache hit ratio`],
        build.binary('/', hit, whole),
        [family, misses],
        vocabulary,
      ),
    );
    found.push({
      ...measure(
        `${words} miss ratio`,
        [`${words} miss ratio`, `${words} miss rate`, `${words} misses percent`],
        build.binary('/', build.selector(misses.name), whole),
        [family, misses],
        vocabulary,
      ),
    });
  }
  return found;
}

/** One counter whose label says hit or miss. */
function labelledHitRatios(snapshot: CatalogSnapshot, vocabulary: Vocabulary): MeasureDraft[] {
  return [...snapshot.families.values()].flatMap((family) => {
    if (family.type !== 'counter') return [];
    const label = [...family.labels].find(
      ([, facts]) =>
        facts.values.some((value) => /^hits?$/i.test(value)) &&
        facts.values.some((value) => /^miss(?:es)?$/i.test(value)),
    );
    if (!label) return [];
    const [name, facts] = label;
    const words = splitName(family.name.replace(/_(?:requests|lookups|accesses|gets|operations)?_?total$/, ''));
    const ratio = (pattern: RegExp) =>
      build.binary(
        '/',
        build.selector(family.name, [
          build.matcher(name, '=', facts.values.find((value) => pattern.test(value)) ?? ''),
        ]),
        build.selector(family.name),
      );
    return [
      measure(
        `${words} hit ratio`,
        [`${words} hit ratio`, `${words} hit rate`, `${words} hits percent`],
        ratio(/^hits?$/i),
        [family],
        vocabulary,
      ),
      measure(
        `${words} miss ratio`,
        [`${words} miss ratio`, `${words} miss rate`, `${words} misses percent`],
        ratio(/^miss(?:es)?$/i),
        [family],
        vocabulary,
      ),
    ];
  });
}

/** How files call the part, with what makes it a share: "file handles", "file handles of the limit". */
function spokenOf(name: string, known: readonly MeasureDraft[]): string[] {
  const facts = known.filter(
    (draft) => draft.expr.type === 'VectorSelector' && draft.expr.name === name && draft.expr.matchers.length === 0,
  );
  return facts.flatMap((draft) =>
    (draft.fact?.say ?? []).flatMap((phrase) => [`${phrase} usage`, `${phrase} limit`, `${phrase} maximum`]),
  );
}

/** What is deployed, from `*_build_info`: how many instances run each version. */
function versions(snapshot: CatalogSnapshot, vocabulary: Vocabulary): MeasureDraft[] {
  return [...snapshot.families.values()].flatMap((family) => {
    const match = /^(.+?)_build_info$/.exec(family.name);
    if (!match?.[1] || !family.labels.has('version')) return [];
    const words = splitName(match[1]);
    const phrases = [
      `${words} version`,
      `${words} versions running`,
      `${words} versions live`,
      `deployed version of ${words}`,
      `${words} release`,
      `${words} build`,
      `which version of ${words}`,
    ];
    const draft = measure(
      `${words} versions`,
      phrases,
      build.aggregate('count', build.selector(family.name)),
      [family],
      vocabulary,
    );
    return [{ ...draft, unit: 'count', combine: 'sum' as const, keys: ['version'] }];
  });
}
