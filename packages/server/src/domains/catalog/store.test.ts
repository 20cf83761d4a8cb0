import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, engines } from '../../../test/database.ts';
import { createOrganisation } from '../../../test/organisation.ts';
import type { Database } from '../../platform/db/index.ts';
import { createId } from '../../platform/ids.ts';
import { sources } from '../sources/index.ts';
import type { MetricReading } from './discovery/reading.ts';
import { type CatalogKey, createCatalogStore, type StoredCatalog } from './store.ts';

/** Several batches to write, and many pieces to read. */
const MANY = 2300;

function catalogOf(names: readonly string[], takenAt: number): StoredCatalog {
  const values = ['a', 'b'];
  const readings = names.map(
    (name): MetricReading => ({
      name,
      seriesCount: 2,
      labels: new Map([['instance', { values, distinct: 2, complete: true, onAllSeries: true }]]),
      isNativeHistogram: false,
      readAt: takenAt,
      lastSeenAt: takenAt,
    }),
  );
  return {
    address: 'http://till.test',
    durationMs: 7,
    requests: 6,
    state: {
      takenAt,
      serverVersion: '3.5.0',
      readings: new Map(readings.map((reading) => [reading.name, reading])),
      metadata: new Map(names.map((name) => [name, [{ type: 'counter', help: `Counts ${name}.`, unit: '' }]])),
      rules: [
        { kind: 'recording', name: 'till:rate', query: 'rate(till_1_total[5m])', group: 'till' },
        { kind: 'alerting', name: 'Till', query: 'till_1_total > 1', group: 'till', state: 'firing' },
      ],
      panels: [{ dashboard: 'Till', title: 'Receipts', promql: 'till_1_total' }],
      scrapeIntervals: new Map([['', 15]]),
    },
  };
}

describe.each(engines)('the catalog store on %s', (engine) => {
  let database: Database;
  let key: CatalogKey;
  beforeAll(async () => {
    database = await createTestDatabase(engine);
    key = { organisationId: await createOrganisation(database), sourceId: createId() };
    const source = { name: 'Till', kind: 'prometheus', url: 'http://till.test', sealedSettings: '' } as const;
    const row = { ...source, isDefault: true, isSeeded: false, createdAt: new Date() };
    await database.insert(sources).values({ ...row, id: key.sourceId, organisationId: key.organisationId });
  });
  afterAll(() => database.close());

  const names = Array.from({ length: MANY }, (_, index) => `till_${index}_total`);
  const store = () => createCatalogStore(database);

  it('gives back all of a catalog that is larger than what arrives at once', async () => {
    const catalog = catalogOf(names, 1_790_000_400);
    await store().save(key, catalog);
    expect(await store().load(key)).toEqual(catalog);
  });

  it('replaces what changed and removes what is gone, wherever it stands', async () => {
    const catalog = catalogOf(
      names.filter((_, index) => index % 3 !== 0),
      1_790_000_700,
    );
    await store().save(key, catalog);
    expect(await store().load(key)).toEqual(catalog);
  });
});
