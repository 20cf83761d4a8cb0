import { metricNames, parse } from '@locum/promql';
import type { Interruptible } from '../../../platform/interruptible/index.ts';
import type { KnowledgeFile } from '../knowledge/knowledge.ts';
import type { CatalogSnapshot, MetricFamily } from '../snapshot.ts';
import type { WeightedWords } from './text-index.ts';
import type { WordReader } from './words.ts';

/** What a family is found by. */
export interface FamilyDocument {
  readonly family: MetricFamily;
  readonly nameWords: readonly string[];
  readonly fields: readonly WeightedWords[];
  /** Each a saying as a whole: what exporters' documentation or a panel's title calls it. */
  readonly phrases: readonly (readonly string[])[];
}

export interface DocumentInput {
  readonly snapshot: CatalogSnapshot;
  readonly knowledge: readonly KnowledgeFile[];
  readonly reader: WordReader;
}

const WEIGHTS = { name: 3, phrase: 2.5, panel: 2, rule: 1, help: 1, label: 0.6, service: 0.8, value: 0.4, subject: 1 };

/** Labels with more values than this name things (pods, addresses, ids), not kinds of things. */
const MAX_VALUES = 12;

export function* buildDocuments({
  readFamily,
  ...input
}: DocumentInput & { readonly readFamily: FamilyReader }): Interruptible<readonly FamilyDocument[]> {
  const said = yield* collectPhrases(input);
  const documents: FamilyDocument[] = [];
  for (const family of input.snapshot.families.values()) {
    yield;
    const { nameWords, fields } = readFamily(family);
    const { fields: more = [], phrases = [] } = said.get(family.name) ?? {};
    documents.push({ family, nameWords, fields: [...fields, ...more], phrases });
  }
  return documents;
}

/** What a family itself tells: its name, HELP, labels, services and values. */
export type FamilyReader = (family: MetricFamily) => Pick<FamilyDocument, 'nameWords' | 'fields'>;

/** Reads a family once: one that did not change is the same object in the next snapshot. */
export function createFamilyReader(reader: WordReader): FamilyReader {
  const readName = memoise(reader.readName);
  const known = new WeakMap<MetricFamily, ReturnType<FamilyReader>>();
  return (family) => {
    let words = known.get(family);
    if (words === undefined) {
      words = readWords(family, reader, readName);
      known.set(family, words);
    }
    return words;
  };
}

function readWords(
  family: MetricFamily,
  reader: WordReader,
  readName: (name: string) => string[],
): ReturnType<FamilyReader> {
  const nameWords = readName(family.name);
  const labels = [...family.labels];
  return {
    nameWords,
    fields: [
      { words: [...new Set(nameWords)], weight: WEIGHTS.name },
      { words: reader.read(family.help), weight: WEIGHTS.help },
      { words: labels.flatMap(([label]) => readName(label)), weight: WEIGHTS.label },
      { words: family.services.flatMap(readName), weight: WEIGHTS.service },
      {
        words: labels.flatMap(([, facts]) =>
          facts.distinct > MAX_VALUES
            ? readStatuses(facts.values)
            : [...facts.values.flatMap(readName), ...readStatuses(facts.values)],
        ),
        weight: WEIGHTS.value,
      },
    ],
  };
}

interface Said {
  readonly fields: WeightedWords[];
  readonly phrases: (readonly string[])[];
}

/** HTTP statuses are asked for by class, and the fourth and fifth class as errors (RFC 9110, 15). */
function readStatuses(values: readonly string[]): string[] {
  const classes = new Set(values.flatMap((value) => (/^[1-5]\d\d$/.test(value) ? [`${value[0]}xx`] : [])));
  return classes.has('4xx') || classes.has('5xx') ? [...classes, 'error'] : [...classes];
}

/** Words that somebody wrote beside an expression: exporters' documentation, the user's dashboards, and rules. */
function* collectPhrases({ snapshot, knowledge, reader }: DocumentInput): Interruptible<ReadonlyMap<string, Said>> {
  const said = new Map<string, Said>();
  function add(promql: string, words: readonly string[], weight: number, phrases: readonly string[][] = []): void {
    for (const name of namesIn(promql)) {
      const family = snapshot.families.has(name) ? name : snapshot.metric(name)?.family;
      if (family === undefined) continue;
      let entry = said.get(family);
      if (entry === undefined) {
        entry = { fields: [], phrases: [] };
        said.set(family, entry);
      }
      entry.fields.push({ words, weight });
      entry.phrases.push(...phrases);
    }
  }
  for (const { about, measures } of knowledge) {
    const subject = about.flatMap((text) => reader.read(text));
    for (const { say, measure } of measures) {
      yield;
      const phrases = say.map((text) => reader.read(text));
      add(measure, [...new Set(phrases.flat())], WEIGHTS.phrase, phrases);
      add(measure, [...new Set(subject)], WEIGHTS.subject);
    }
  }
  for (const { title, dashboard, promql } of snapshot.panels) {
    yield;
    add(promql, reader.read(`${title} ${dashboard}`), WEIGHTS.panel, [reader.read(title)]);
  }
  for (const { name, query } of snapshot.rules) {
    yield;
    add(query, reader.readName(name), WEIGHTS.rule);
  }
  return said;
}

function namesIn(promql: string): readonly string[] {
  const result = parse(promql);
  return result.ok ? metricNames(result.expr) : [];
}

/** Labels and values come again and again; what is remembered beyond that many would outlive the catalogs it came from. */
const MOST_NAMES = 50_000;

function memoise(read: (text: string) => string[]): (text: string) => string[] {
  const known = new Map<string, string[]>();
  return (text) => {
    let words = known.get(text);
    if (words === undefined) {
      words = read(text);
      if (known.size < MOST_NAMES) known.set(text, words);
    }
    return words;
  };
}
