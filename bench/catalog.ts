/**
 * What a catalog of 1,000, 10,000 and 50,000 metrics costs the server: storing it, and making it searchable when it is new, when little
 * of it changed, and after a restart; and for how long at most each keeps the event loop from serving others.
 *
 *   node bench/catalog.ts [--metrics N]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createGroundCache } from '../packages/server/src/domains/ask/index.ts';
import { type CatalogView, createCatalogViews } from '../packages/server/src/domains/catalog/catalog-view.ts';
import { type CatalogState, loadKnowledge, loadLexicon } from '../packages/server/src/domains/catalog/index.ts';
import { createRetrievalBuilder } from '../packages/server/src/domains/catalog/retrieval/retrieval.ts';
import { createWordReader } from '../packages/server/src/domains/catalog/retrieval/words.ts';
import {
  type CatalogStore,
  createCatalogStore,
  type StoredCatalog,
} from '../packages/server/src/domains/catalog/store.ts';
import { sources } from '../packages/server/src/domains/sources/index.ts';
import { type Database, openDatabase } from '../packages/server/src/platform/db/index.ts';
import { createId } from '../packages/server/src/platform/ids.ts';
import { runInSlices } from '../packages/server/src/platform/interruptible/index.ts';
import { createLogger } from '../packages/server/src/platform/log.ts';
import { createOrganisation } from '../packages/server/test/organisation.ts';
import { type Watched, watchEventLoop } from './measure/event-loop.ts';
import { type Figure, report } from './measure/report.ts';
import { changeCatalog, createSyntheticCatalog, describeCatalog } from './measure/synthetic-catalog.ts';

const { values } = parseArgs({
  // `restart`: the second process of a measurement, whose code is as cold as that of a server which has just been started.
  options: { metrics: { type: 'string' }, restart: { type: 'string' } },
});
const NOW = 1_790_000_400;
const CHANGED_METRICS = 20;
/** Nobody notices a pause as short as this. */
const MOST_BLOCKED_MS: Readonly<Record<number, number>> = { 1000: 50, 10000: 50 };
const log = createLogger({ level: 'silent' });

type Timing = Omit<Watched<unknown>, 'result'>;
type Timings = Readonly<Record<string, Timing>>;

if (values.restart === undefined) {
  const counts = values.metrics === undefined ? [1000, 10_000, 50_000] : [Number(values.metrics)];
  const figures: Figure[] = [];
  for (const count of counts) figures.push(...(await measure(count)));
  process.exitCode = report('catalog', figures) ? 0 : 1;
} else console.log(JSON.stringify(await measureRestart(values.restart)));

async function measure(count: number): Promise<Figure[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'locum-bench-catalog-'));
  try {
    const timings = { ...(await measureChanges(count, dataDir)), ...restart(dataDir) };
    return Object.entries(timings).flatMap(([name, timing]) => toFigures(name, timing, count));
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measureChanges(count: number, dataDir: string): Promise<Timings> {
  const state = describeCatalog(createSyntheticCatalog(count, NOW));
  const [first, second] = [toStored(state), toStored(changeCatalog(state, CHANGED_METRICS))];
  const database = await openDatabase({ dataDir, log });
  try {
    const key = await addSource(database);
    const store = createCatalogStore(database);
    const views = createViews(store);
    const storing = await watchEventLoop(() => store.save(key, first));
    const searchable = await watchEventLoop(() => views.of(key, first));
    const storingChanges = await watchEventLoop(() => store.save(key, second));
    const searchableChanges = await watchEventLoop(() => views.of(key, second));
    const buildIndex = createRetrievalBuilder(loadKnowledge(), createWordReader(loadLexicon()));
    const indexOf = ({ result: { snapshot } }: Watched<CatalogView>) =>
      watchEventLoop(() => runInSlices(buildIndex(snapshot)));
    return {
      'a new catalog stored': storing,
      'a new catalog searchable': searchable,
      'the search index of a new catalog': await indexOf(searchable),
      [`${CHANGED_METRICS} changed metrics stored`]: storingChanges,
      [`${CHANGED_METRICS} changed metrics searchable`]: searchableChanges,
      [`the search index of ${CHANGED_METRICS} changed metrics`]: await indexOf(searchableChanges),
    };
  } finally {
    await database.close();
  }
}

function restart(dataDir: string): Timings {
  const program = fileURLToPath(import.meta.url);
  return JSON.parse(execFileSync(process.execPath, [program, '--restart', dataDir], { encoding: 'utf8' }));
}

async function measureRestart(dataDir: string): Promise<Timings> {
  const database = await openDatabase({ dataDir, log });
  const [source] = await database.select().from(sources);
  if (source === undefined) throw new Error('The folder has no source.');
  const key = { organisationId: source.organisationId, sourceId: source.id };
  const store = createCatalogStore(database);
  const views = createViews(store);
  const { result: stored, ...loaded } = await watchEventLoop(() => store.load(key));
  if (stored === null) throw new Error('The folder has no catalog.');
  const { result: _, ...searchable } = await watchEventLoop(() => views.of(key, stored));
  await database.close();
  return { 'the stored catalog loaded': loaded, 'the stored catalog searchable': searchable };
}

/** As the server makes them, with the ground that Ask prepares. */
function createViews(store: CatalogStore) {
  const [knowledge, lexicon] = [loadKnowledge(), loadLexicon()];
  const grounds = createGroundCache(knowledge, lexicon);
  return createCatalogViews({
    store,
    knowledge,
    lexicon,
    openEmbedder: undefined,
    log,
    signal: new AbortController().signal,
    preparations: [(snapshot, signal) => grounds.of(snapshot, signal)],
    inBackground: (promised) => void promised.catch(() => undefined),
  });
}

function toStored(state: CatalogState): StoredCatalog {
  return { address: 'http://prometheus.test', state, durationMs: 0, requests: 0 };
}

async function addSource(database: Database) {
  const organisationId = await createOrganisation(database);
  const sourceId = createId();
  await database.insert(sources).values({
    id: sourceId,
    organisationId,
    name: 'Synthetic',
    kind: 'prometheus',
    url: 'http://prometheus.test',
    sealedSettings: '',
    isDefault: true,
    isSeeded: false,
    createdAt: new Date(NOW * 1000),
  });
  return { organisationId, sourceId };
}

function toFigures(name: string, timing: Timing, count: number): Figure[] {
  const what = `${count.toLocaleString('en-US')} metrics: ${name}`;
  const most = MOST_BLOCKED_MS[count];
  return [
    { name: what, value: timing.ms, unit: 'ms' },
    { name: `${what}, longest block`, value: timing.longestBlockMs, unit: 'ms', ...(most !== undefined && { most }) },
    { name: `${what}, longest turn by the clock`, value: timing.longestTurnMs, unit: 'ms' },
  ];
}
