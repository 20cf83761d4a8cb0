import { type Expr, metricNames, parse } from '@locum/promql';
import type { CatalogSnapshot, KnowledgeFile, MeasureFact } from '../../../catalog/index.ts';
import { durationSeconds } from '../understand/durations.ts';
import { fixedLabels } from './fixed-labels.ts';
import type { MeasureDraft } from './measure.ts';
import { isAveraged, kindOf, labelsOf } from './measure-facts.ts';
import { splitName, type Vocabulary } from './vocabulary.ts';

/** The measures of a knowledge file whose metrics exist here. */
export function knowledgeMeasures(
  file: KnowledgeFile,
  snapshot: CatalogSnapshot,
  vocabulary: Vocabulary,
): MeasureDraft[] {
  const about = new Set([...file.about, file.name].flatMap((word) => vocabulary.stems(splitName(word))));
  return file.measures.flatMap((fact): MeasureDraft[] => {
    const parsed = parse(fact.measure);
    const metrics = parsed.ok ? resolveMetrics(parsed.expr, snapshot) : undefined;
    if (!parsed.ok || !metrics) return [];
    return [
      {
        title: fact.say[0] ?? fact.measure,
        phrases: phrasesOf(fact, vocabulary),
        about,
        nameStems: new Set(metrics.flatMap((metric) => vocabulary.stems(splitName(metric)))),
        helpStems: new Set(metrics.flatMap((metric) => vocabulary.stems(snapshot.metric(metric)?.help ?? ''))),
        expr: parsed.expr,
        kind: kindOf(parsed.expr, snapshot),
        unit: fact.unit,
        combine: fact.combine ?? (isAveraged(fact.unit) ? 'avg' : 'sum'),
        metrics,
        labels: new Set([...labelsOf(metrics, snapshot), ...writtenLabels(parsed.expr)]),
        fixed: fixedLabels(parsed.expr),
        origin: 'knowledge',
        subject: file.name,
        fact,
        ...(fact.keys && { keys: fact.keys }),
        ...(fact.holds && { holds: fact.holds }),
        ...(fact.window && { windowSeconds: durationSeconds(fact.window) }),
      },
    ];
  });
}

/** Labels that the expression makes: of `count_values("broker", …)`. */
function writtenLabels(expr: Expr): string[] {
  return expr.type === 'Aggregate' && expr.op === 'count_values' && expr.param?.type === 'StringLiteral'
    ? [expr.param.value]
    : [];
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
