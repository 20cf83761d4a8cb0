import { type Expr, type MetricFacts, metricNames, parse } from '@locum/promql';
import type { Interruptible } from '../../../../platform/interruptible/index.ts';
import type { CatalogSnapshot, KnowledgeFile, MeasureFact } from '../../../catalog/index.ts';
import { durationSeconds } from '../understand/durations.ts';
import { completeMeasure } from './complete-measure.ts';
import { fixedLabels } from './fixed-labels.ts';
import type { Measure } from './measure.ts';
import { isAveraged, kindOf, labelsOf, mainSeries } from './measure-facts.ts';
import { splitName, type Vocabulary } from './vocabulary.ts';

/** The measures of a file whose metrics exist in a snapshot. */
export type KnowledgeMeasures = (snapshot: CatalogSnapshot) => Interruptible<Measure[]>;

/** What a file says is read once; a measure is made again only when the metrics behind it have changed. */
export function createKnowledgeMeasures(file: KnowledgeFile, vocabulary: Vocabulary): KnowledgeMeasures {
  const about = new Set([...file.about, file.name].flatMap((word) => vocabulary.stems(splitName(word))));
  const facts = file.measures.map((fact) => createFactMeasure(fact, file.name, about, vocabulary));
  return function* (snapshot) {
    const measures: Measure[] = [];
    for (const measureOf of facts) {
      yield;
      const measure = measureOf(snapshot);
      if (measure) measures.push(measure);
    }
    return measures;
  };
}

function createFactMeasure(
  fact: MeasureFact,
  subject: string,
  about: ReadonlySet<string>,
  vocabulary: Vocabulary,
): (snapshot: CatalogSnapshot) => Measure | undefined {
  let parsed: ReturnType<typeof parse> | undefined;
  let phrases: string[][] | undefined;
  const made = new WeakMap<MetricFacts, { readonly behind: readonly MetricFacts[]; readonly measure: Measure }>();
  return (snapshot) => {
    parsed ??= parse(fact.measure);
    const behind = parsed.ok ? resolveMetrics(parsed.expr, snapshot) : undefined;
    if (!parsed.ok || !behind) return undefined;
    const kind = kindOf(parsed.expr, snapshot);
    const [first] = behind;
    const before = first && made.get(first);
    if (before?.measure.kind === kind && isSame(before.behind, behind)) return before.measure;
    phrases ??= phrasesOf(fact, vocabulary);
    const metrics = behind.map(({ name }) => name);
    const measure = completeMeasure(
      {
        title: fact.say[0] ?? fact.measure,
        phrases,
        about,
        nameStems: new Set(metrics.flatMap((metric) => vocabulary.stems(splitName(metric)))),
        helpStems: new Set(behind.flatMap(({ help }) => vocabulary.stems(help ?? ''))),
        expr: parsed.expr,
        kind,
        unit: fact.unit,
        combine: fact.combine ?? (isAveraged(fact.unit) ? 'avg' : 'sum'),
        metrics,
        labels: new Set([...labelsOf(metrics, snapshot), ...writtenLabels(parsed.expr)]),
        fixed: fixedLabels(parsed.expr),
        origin: 'knowledge',
        subject,
        fact,
        ...(fact.keys && { keys: fact.keys }),
        ...(fact.holds && { holds: fact.holds }),
        ...(fact.window && { windowSeconds: durationSeconds(fact.window) }),
      },
      vocabulary,
    );
    if (first) made.set(first, { behind, measure });
    return measure;
  };
}

/** Labels that the expression makes: of `count_values("broker", …)`. */
function writtenLabels(expr: Expr): string[] {
  return expr.type === 'Aggregate' && expr.op === 'count_values' && expr.param?.type === 'StringLiteral'
    ? [expr.param.value]
    : [];
}

function isSame(before: readonly MetricFacts[], behind: readonly MetricFacts[]): boolean {
  return before.length === behind.length && before.every((facts, index) => facts === behind[index]);
}

/** The series behind the selectors, or nothing when one is missing. A histogram or summary may be named by its family. */
function resolveMetrics(expr: Expr, snapshot: CatalogSnapshot): MetricFacts[] | undefined {
  const found: MetricFacts[] = [];
  for (const name of metricNames(expr)) {
    const facts = snapshot.metric(name) ?? mainSeries(snapshot.families.get(name));
    if (!facts) return undefined;
    found.push(facts);
  }
  return found;
}

function phrasesOf(fact: MeasureFact, vocabulary: Vocabulary): string[][] {
  return fact.say.flatMap((phrase) => {
    const stems = [...new Set(vocabulary.stems(phrase))];
    return isEmptyTalk(stems, phrase) || losesNegation(phrase, vocabulary) ? [] : [stems];
  });
}

/** Stems that fit everything when nothing else is said with them. */
const EMPTY_TALK = new Set(
  'error success usag number latency full free state statu limit maximum size age down instanc servic'.split(' '),
);

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
