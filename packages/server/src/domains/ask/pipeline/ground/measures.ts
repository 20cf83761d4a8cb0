import { type Expr, metricNames, parse, selectors } from '@locum/promql';
import type { CatalogSnapshot, KnowledgeFile, MetricFamily } from '../../../catalog/index.ts';
import { durationSeconds } from '../understand/durations.ts';
import { deriveMeasures } from './derived-measures.ts';
import { fixedLabels } from './fixed-labels.ts';
import type { Measure, MeasureDraft, MeasureKind } from './measure.ts';
import { splitName, type Vocabulary } from './vocabulary.ts';

const TARGET_LABELS = new Set(['le', 'quantile', '__name__']);

/** All that can be asked of a snapshot: knowledge whose metrics exist here, every family, and derived pairs. */
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
  return [...known, ...deriveMeasures(snapshot, vocabulary, known), ...families].map((draft) => ({
    ...draft,
    matched: new Set(selectors(draft.expr).flatMap((selector) => selector.matchers.map((matcher) => matcher.label))),
    phraseStems: new Set(draft.phrases.flat()),
    perStems: new Set(
      (draft.fact?.say ?? []).flatMap((phrase) => vocabulary.stems(/\bper (.+)$/.exec(phrase)?.[1] ?? '')),
    ),
  }));
}

function knowledgeMeasures(file: KnowledgeFile, snapshot: CatalogSnapshot, vocabulary: Vocabulary): MeasureDraft[] {
  const about = new Set([...file.about, file.name].flatMap((word) => vocabulary.stems(splitName(word))));
  return file.measures.flatMap((fact) => {
    const parsed = parse(fact.measure);
    if (!parsed.ok) return [];
    const metrics = resolveMetrics(parsed.expr, snapshot);
    if (!metrics) return [];
    const names = new Set(metrics.flatMap((metric) => vocabulary.stems(splitName(metric))));
    const help = new Set(metrics.flatMap((metric) => vocabulary.stems(snapshot.metric(metric)?.help ?? '')));
    return [
      {
        title: fact.say[0] ?? fact.measure,
        phrases: fact.say
          .map((phrase) => [...new Set(vocabulary.stems(phrase))])
          .filter(
            (stems, i) => !isEmptyTalk(stems, fact.say[i] ?? '') && !losesNegation(fact.say[i] ?? '', vocabulary),
          ),
        about,
        nameStems: names,
        helpStems: help,
        expr: parsed.expr,
        kind: kindOf(parsed.expr, snapshot),
        unit: fact.unit,
        combine:
          fact.combine ?? (['ratio', 'percent', 'celsius'].includes(fact.unit) ? ('avg' as const) : ('sum' as const)),
        metrics,
        labels: labelsOf(metrics, snapshot),
        fixed: fixedLabels(parsed.expr),
        origin: 'knowledge' as const,
        subject: file.name,
        fact,
        ...(fact.keys && { keys: fact.keys }),
        ...(fact.holds && { holds: fact.holds }),
        ...(fact.note && { note: fact.note }),
        ...(fact.window && { windowSeconds: durationSeconds(fact.window) }),
      },
    ];
  });
}

/** Series names behind the selectors, or nothing when one is missing. A histogram or summary may be named by its family. */
function resolveMetrics(expr: Expr, snapshot: CatalogSnapshot): string[] | undefined {
  const names: string[] = [];
  for (const name of metricNames(expr)) {
    if (snapshot.metric(name)) names.push(name);
    else {
      const family = snapshot.families.get(name);
      const main = family?.series.find((facts) => facts.role === 'bucket') ?? family?.series[0];
      if (!main) return undefined;
      names.push(main.name);
    }
  }
  return names;
}

export function kindOf(expr: Expr, snapshot: CatalogSnapshot): MeasureKind {
  if (expr.type !== 'VectorSelector' || !expr.name) return 'expression';
  const facts = snapshot.metric(expr.name);
  const type = snapshot.families.get(expr.name)?.type ?? facts?.type;
  if (type === 'histogram' || type === 'native_histogram')
    return facts && facts.role !== 'value' ? 'counter' : 'histogram';
  if (type === 'summary') return facts && (facts.role === 'sum' || facts.role === 'count') ? 'counter' : 'summary';
  return type === 'counter' ? 'counter' : 'gauge';
}

function labelsOf(metrics: readonly string[], snapshot: CatalogSnapshot): Set<string> {
  const labels = new Set<string>();
  for (const metric of metrics)
    for (const label of snapshot.metric(metric)?.labels.keys() ?? []) if (!TARGET_LABELS.has(label)) labels.add(label);
  return labels;
}

function familyMeasure(
  family: MetricFamily,
  snapshot: CatalogSnapshot,
  vocabulary: Vocabulary,
  about: ReadonlySet<string>,
): MeasureDraft {
  const bare = family.name.replace(/_(?:total|bytes_total|seconds_total|info)$/, '');
  const stems = [...new Set(vocabulary.stems(splitName(bare)))];
  const withoutUnit = stems.filter((stem) => !['second', 'byt', 'byte', 'ratio', 'percent'].includes(stem));
  const main = family.series.find((facts) => facts.role === 'bucket') ?? family.series[0];
  const metrics = main ? [main.name] : [family.name];
  const expr: Expr = { type: 'VectorSelector', name: family.name, matchers: [], start: 0, end: 0 };
  return {
    title: splitName(family.name),
    phrases: [withoutUnit.length > 0 ? withoutUnit : stems],
    about,
    nameStems: new Set(stems),
    helpStems: new Set(vocabulary.stems(family.help)),
    expr,
    kind: kindOf(expr, snapshot),
    unit: family.unit ?? (/_timestamp_seconds$|_time_seconds$/.test(family.name) ? 'timestamp' : 'count'),
    combine: /ratio|percent|celsius/.test(family.unit ?? '')
      ? 'avg'
      : family.type === 'gauge' && family.unit === 'seconds'
        ? 'max'
        : 'sum',
    metrics,
    labels: labelsOf(metrics, snapshot),
    fixed: new Map(),
    family: family.name,
    origin: 'family',
  };
}

const EMPTY_TALK = new Set([
  'error',
  'success',
  'usag',
  'number',
  'latency',
  'full',
  'free',
  'state',
  'statu',
  'limit',
  'maximum',
  'size',
  'age',
  'down',
  'instanc',
  'servic',
]);

/** "what is broken" leaves one word that fits everything. */
function isEmptyTalk(stems: readonly string[], phrase: string): boolean {
  const [only] = stems;
  return only === undefined || (stems.length === 1 && EMPTY_TALK.has(only) && phrase.trim().includes(' '));
}

/** "messages not yet consumed" would read as "messages consumed" where no synonym carries the negation. */
function losesNegation(phrase: string, vocabulary: Vocabulary): boolean {
  return vocabulary
    .tokens(phrase)
    .some((token) => token.generic && /^(?:not|never|without|no|nobody|isnt|hasnt|cannot|cant)$/.test(token.text));
}
