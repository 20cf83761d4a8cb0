import { metricNames, parse } from '@locum/promql';
import type { Interruptible } from '../../../platform/interruptible/index.ts';
import type { KnowledgeFile } from '../knowledge/knowledge.ts';
import type { CatalogSnapshot } from '../snapshot.ts';
import { memoise } from './memoise.ts';
import type { WeightedWords } from './text-index.ts';
import type { WordReader } from './words.ts';

/** What somebody wrote of a family beside an expression: exporters' documentation, the user's dashboards, and rules. */
export interface Sayings {
  readonly fields: WeightedWords[];
  /** Each a saying as a whole: what exporters' documentation or a panel's title calls it. */
  readonly phrases: (readonly string[])[];
}

/** By the name of a family. */
export type SayingsReader = (snapshot: CatalogSnapshot) => Interruptible<ReadonlyMap<string, Sayings>>;

/** Something written beside an expression of these metrics. */
interface Saying extends Sayings {
  readonly metrics: readonly string[];
}

const WEIGHTS = { phrase: 2.5, panel: 2, rule: 1, subject: 1 };

/** What knowledge files say is read once, and so is each expression. */
export function createSayingsReader(knowledge: readonly KnowledgeFile[], reader: WordReader): SayingsReader {
  const namesIn = memoise(readNames);
  let documented: readonly Saying[] | undefined;
  return function* (snapshot) {
    documented ??= yield* readKnowledge(knowledge, reader);
    const said = new Map<string, Sayings>();
    for (const saying of documented) {
      yield;
      addSaying(said, saying, snapshot);
    }
    for (const { title, dashboard, promql } of snapshot.panels) {
      yield;
      const fields = [{ words: reader.read(`${title} ${dashboard}`), weight: WEIGHTS.panel }];
      addSaying(said, { metrics: namesIn(promql), fields, phrases: [reader.read(title)] }, snapshot);
    }
    for (const { name, query } of snapshot.rules) {
      yield;
      const fields = [{ words: reader.readName(name), weight: WEIGHTS.rule }];
      addSaying(said, { metrics: namesIn(query), fields, phrases: [] }, snapshot);
    }
    return said;
  };
}

function* readKnowledge(knowledge: readonly KnowledgeFile[], reader: WordReader): Interruptible<readonly Saying[]> {
  const sayings: Saying[] = [];
  for (const { about, measures } of knowledge) {
    const subject = [...new Set(about.flatMap((text) => reader.read(text)))];
    for (const { say, measure } of measures) {
      yield;
      const phrases = say.map((text) => reader.read(text));
      const fields = [
        { words: [...new Set(phrases.flat())], weight: WEIGHTS.phrase },
        { words: subject, weight: WEIGHTS.subject },
      ];
      sayings.push({ metrics: readNames(measure), fields, phrases });
    }
  }
  return sayings;
}

function addSaying(said: Map<string, Sayings>, { metrics, fields, phrases }: Saying, snapshot: CatalogSnapshot): void {
  for (const name of metrics) {
    const family = snapshot.families.has(name) ? name : snapshot.metric(name)?.family;
    if (family === undefined) continue;
    const entry = said.get(family) ?? { fields: [], phrases: [] };
    said.set(family, entry);
    entry.fields.push(...fields);
    entry.phrases.push(...phrases);
  }
}

function readNames(promql: string): readonly string[] {
  const result = parse(promql);
  return result.ok ? metricNames(result.expr) : [];
}
