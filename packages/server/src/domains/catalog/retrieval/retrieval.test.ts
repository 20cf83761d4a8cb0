import { describe, expect, it } from 'vitest';
import { runAtOnce } from '../../../platform/interruptible/index.ts';
import { buildSnapshot, buildSnapshotInSteps, type CatalogState } from '../build-snapshot.ts';
import type { MetricReading } from '../discovery/reading.ts';
import type { KnowledgeFile } from '../knowledge/knowledge.ts';
import type { CatalogSnapshot } from '../snapshot.ts';
import { createRetrievalBuilder } from './retrieval.ts';
import { createWordReader, type WordReader } from './words.ts';

function readingOf(name: string, labels: Record<string, readonly string[]> = {}): MetricReading {
  return {
    name,
    seriesCount: 1,
    isNativeHistogram: false,
    readAt: 0,
    lastSeenAt: 0,
    labels: new Map(
      Object.entries(labels).map(([label, values]) => [
        label,
        { values, distinct: values.length, complete: true, onAllSeries: true },
      ]),
    ),
  };
}

const READINGS = [
  readingOf('till_receipts_total', { service: ['till'], status: ['200', '500'] }),
  readingOf('stock_receipts_total', { service: ['stock'], status: ['200', '500'] }),
  readingOf('till_print_duration_seconds_sum', { service: ['till'] }),
  readingOf('till_print_duration_seconds_count', { service: ['till'] }),
  readingOf('process_resident_memory_bytes', { service: ['till', 'stock'] }),
  readingOf('drawer_fd7', { kind: ['left', 'right'] }),
  readingOf('db_pool_connections_used'),
  readingOf('db_pool_connections_max'),
];

const STATE: CatalogState = {
  takenAt: 0,
  serverVersion: '3.5.0',
  readings: new Map(READINGS.map((reading) => [reading.name, reading])),
  metadata: new Map([
    ['till_receipts_total', [{ type: 'counter', help: 'Receipts printed.', unit: '' }]],
    ['drawer_fd7', [{ type: 'gauge', help: 'Whether the cash drawer stands open.', unit: '' }]],
  ]),
  rules: [],
  panels: [{ dashboard: 'Night shift', title: 'Coffee level', promql: 'max(drawer_fd7)' }],
  scrapeIntervals: new Map(),
};

const KNOWLEDGE: KnowledgeFile = {
  name: 'pool',
  title: 'Pool',
  source: ['https://example.com'],
  about: [],
  labels: {},
  values: {},
  types: {},
  outcomes: [],
  measures: [
    { say: ['pool saturation'], measure: 'db_pool_connections_used / db_pool_connections_max', unit: 'ratio' },
  ],
};

const reader = createWordReader({
  synonyms: [
    ['latency', 'duration'],
    ['memory', 'ram'],
    ['error', 'failure'],
  ],
  ignore: ['the', 'of', 'is', 'how', 'much'],
});
const retrieval = runAtOnce(createRetrievalBuilder([KNOWLEDGE], reader)(buildSnapshot(STATE)));

/** What one build after the other makes of snapshots, and the texts that the last one read. */
function buildInTurn(snapshots: readonly CatalogSnapshot[]) {
  let texts: string[] = [];
  const counting: WordReader = {
    read(text) {
      texts.push(text);
      return reader.read(text);
    },
    readName(name) {
      texts.push(name);
      return reader.readName(name);
    },
  };
  const build = createRetrievalBuilder([KNOWLEDGE], counting);
  let last = retrieval;
  for (const snapshot of snapshots) {
    texts = [];
    last = runAtOnce(build(snapshot));
  }
  return { last, texts };
}

const best = (text: string, options = {}) => retrieval.search(text, options).map(({ family }) => family.name);

describe('retrieval', () => {
  it('finds a family by the words of its name and by their synonyms', () => {
    expect(best('how much RAM')[0]).toBe('process_resident_memory_bytes');
    expect(best('latency of printing')[0]).toBe('till_print_duration_seconds');
  });

  it('finds a family by what its HELP says', () => {
    expect(best('is the cash drawer open')[0]).toBe('drawer_fd7');
  });

  // proves: CAT-05
  it("finds a family by the title of the user's own panel", () => {
    expect(best('coffee level')[0]).toBe('drawer_fd7');
  });

  it('finds all families of an expression that documentation has a phrase for', () => {
    expect(best('saturation of the pool').slice(0, 2).sort()).toEqual([
      'db_pool_connections_max',
      'db_pool_connections_used',
    ]);
  });

  it('reads a misspelt word as the word it is nearest to', () => {
    expect(best('reciepts', { limit: 2 }).sort()).toEqual(['stock_receipts_total', 'till_receipts_total']);
  });

  it('reads a class of statuses as the values it stands for', () => {
    expect(best('5xx failures', { limit: 2 }).sort()).toEqual(['stock_receipts_total', 'till_receipts_total']);
  });

  it('prefers metrics of the service that the text names, or that is given', () => {
    expect(best('receipts of stock')[0]).toBe('stock_receipts_total');
    expect(best('receipts', { service: 'till' })[0]).toBe('till_receipts_total');
  });

  it('finds a name that is typed', () => {
    expect(best('till_receipts_total')[0]).toBe('till_receipts_total');
  });

  it('says why, with the most telling word first', () => {
    expect(retrieval.search('open cash drawer')[0]?.why).toContain('drawer');
  });

  it('answers as many as asked for, the best first, and nothing for nothing', () => {
    const about = retrieval.search('receipts').filter(({ isRelevant }) => isRelevant);
    expect(about.map(({ family }) => family.name).sort()).toEqual(['stock_receipts_total', 'till_receipts_total']);
    const hits = retrieval.search('till receipts', { limit: 3 });
    expect(hits).toHaveLength(3);
    expect(hits.map(({ score }) => score)).toEqual(hits.map(({ score }) => score).sort((left, right) => right - left));
    expect(retrieval.search('qwertz zuiop').filter(({ isRelevant }) => isRelevant)).toEqual([]);
    expect(retrieval.search('')).toEqual([]);
    expect(retrieval.search('?!')).toEqual([]);
  });

  describe('of a changed catalog', () => {
    const before = buildSnapshot(STATE);
    const metadata = new Map(STATE.metadata).set('drawer_fd7', [{ type: 'gauge', help: 'A squeaking lid.', unit: '' }]);
    const after = runAtOnce(buildSnapshotInSteps({ ...STATE, panels: [], metadata }, new Map(), before));

    it('finds what one that is built anew finds', () => {
      const { last } = buildInTurn([before, after]);
      const anew = runAtOnce(createRetrievalBuilder([KNOWLEDGE], reader)(after));
      for (const text of ['squeaking', 'open cash drawer', 'coffee level', 'pool saturation', 'receipts of stock']) {
        expect(last.search(text)).toEqual(anew.search(text));
      }
      expect(last.search('squeaking lid')[0]?.family.name).toBe('drawer_fd7');
    });

    it('reads only what changed', () => {
      const services = before.services.map(({ name }) => name);
      expect(buildInTurn([before, after]).texts.filter((text) => !services.includes(text))).toEqual([
        'A squeaking lid.',
      ]);
    });
  });
});
