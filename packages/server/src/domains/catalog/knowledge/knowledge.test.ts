import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { metricNames, parse, selectors } from '@locum/promql';
import { describe, expect, it } from 'vitest';
import { KnowledgeError, type KnowledgeFile, loadKnowledge, loadLexicon, type MeasureFact } from './knowledge.ts';

const fileNames = readdirSync(join(import.meta.dirname, 'data')).map((file) => basename(file, '.yaml'));
const files = loadKnowledge();

describe('loadKnowledge', () => {
  it('names every file as its content does, and covers the folder', () => {
    expect(files.map((file) => file.name).sort()).toEqual(fileNames.sort());
  });

  // proves: CAT-02
  it("adds a user's own folder to the built-in files", () => {
    withFolder({ 'shop.yaml': 'name: shop\ntitle: Our shop\nsource: [https://example.com]\n' }, (dir) => {
      expect(loadKnowledge([dir]).map((file) => file.name)).toContain('shop');
    });
  });

  it('says which file and which field is wrong', () => {
    withFolder({ 'shop.yaml': 'name: shop\ntitle: Our shop\nsource: []\n' }, (dir) => {
      expect(() => loadKnowledge([dir])).toThrow(KnowledgeError);
      expect(() => loadKnowledge([dir])).toThrow(/shop\.yaml[\s\S]*source/);
    });
  });

  it('says which folder is not there, and which file is no YAML', () => {
    const load = (dir: string) => () => loadKnowledge([dir]);
    expect(load('/nowhere/knowledge')).toThrow(KnowledgeError);
    expect(load('/nowhere/knowledge')).toThrow('/nowhere/knowledge');
    withFolder({ 'shop.yaml': 'name: [' }, (dir) => {
      expect(load(dir)).toThrow(KnowledgeError);
      expect(load(dir)).toThrow(/shop\.yaml.*line 1/s);
    });
  });
});

describe.each(files.map((file) => [file.name, file] as const))('knowledge of %s', (_name, file) => {
  it('has only measures that are PromQL and name a metric', () => {
    expect(file.measures.map(faultOf).filter((fault) => fault !== undefined)).toEqual([]);
  });

  it('repeats a phrase in the same unit only where other metrics or labels answer it', () => {
    expect(repeatedPhrases(file)).toEqual([]);
  });

  it('keys entities by labels that exist while a query runs', () => {
    const impossible = file.measures.flatMap((fact) => fact.keys ?? []).filter((key) => !isEntityLabel(key));
    expect(impossible).toEqual([]);
  });

  it('corrects types and names label values under valid names only', () => {
    const labels = [...Object.keys(file.labels), ...Object.keys(file.values)];
    expect(labels.filter((label) => !/^[a-zA-Z_]\w*$/.test(label))).toEqual([]);
    expect(Object.keys(file.types).filter((metric) => !/^[a-zA-Z_:][\w:]*$/.test(metric))).toEqual([]);
  });

  it('tells outcomes apart by regular expressions that compile', () => {
    const expressions = file.outcomes.flatMap(({ success, failure }) => [success, failure]);
    for (const expression of expressions) {
      if (expression !== undefined) expect(() => new RegExp(expression)).not.toThrow();
    }
  });
});

describe('loadLexicon', () => {
  it('reads every word as one canonical word', () => {
    const words = loadLexicon().synonyms.flat();
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
  });

  it.each([
    ['read', 'write'],
    ['receive', 'transmit'],
    ['usage', 'free'],
    ['total', 'usage'],
    ['hit', 'miss'],
    ['active', 'idle'],
    ['minimum', 'maximum'],
    ['success', 'error'],
    ['request', 'response'],
  ])('keeps %s and %s apart', (one, other) => {
    const groups = loadLexicon().synonyms.filter((group) => group.includes(one) && group.includes(other));
    expect(groups).toEqual([]);
  });
});

function faultOf(fact: MeasureFact): string | undefined {
  const result = parse(fact.measure);
  if (!result.ok) return `${fact.measure}: ${result.error.message}`;
  const named =
    metricNames(result.expr).length > 0 || fact.keys?.includes('__name__') || fact.measure.includes('__name__');
  return named ? undefined : `${fact.measure}: names no metric`;
}

function repeatedPhrases({ measures }: KnowledgeFile): string[] {
  const said = measures.flatMap((fact) => {
    const series = seriesIn(fact.measure).sort().join(' ');
    return fact.say.map((phrase) => `${phrase.toLowerCase()} (${fact.unit} of ${series})`);
  });
  return said.filter((phrase, index) => said.indexOf(phrase) !== index);
}

/** Metric names with the labels they are matched by, which is what an installation has or has not. */
function seriesIn(measure: string): string[] {
  const result = parse(measure);
  if (!result.ok) return [];
  return selectors(result.expr).map(({ name, matchers }) => `${name}{${matchers.map(({ label }) => label)}}`);
}

/** `le` and `quantile` are coordinates within a distribution, not names of something. */
function isEntityLabel(label: string): boolean {
  return /^[a-zA-Z_]\w*$/.test(label) && label !== 'le' && label !== 'quantile';
}

function withFolder(content: Record<string, string>, use: (dir: string) => void): void {
  const dir = mkdtempSync(join(tmpdir(), 'locum-knowledge-'));
  try {
    for (const [name, text] of Object.entries(content)) writeFileSync(join(dir, name), text);
    use(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}
