import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BadPrometheus,
  backfillPrometheus,
  type Misbehaviour,
  startBadPrometheus,
  startPrometheus,
  startWirePrometheus,
  type WirePrometheus,
} from '@locum/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, engines } from '../../../test/database.ts';
import { adminOf, createTestServer, memberOf } from '../../../test/http-server.ts';
import { createOrganisation } from '../../../test/organisation.ts';
import { createCache } from '../../platform/cache/index.ts';
import { createSecretBox } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { createScheduler } from '../../platform/jobs/index.ts';
import { createLogger } from '../../platform/log.ts';
import { createSources, type Sources } from '../sources/index.ts';
import type { Embedder } from './embeddings/embedder.ts';
import { registerCatalogRoutes } from './routes.ts';
import { type Catalog, type CatalogDeps, createCatalog } from './service.ts';
import { catalogEmbeddings, catalogMetrics } from './tables.ts';

const log = createLogger({ level: 'silent' });
/** Two metrics, alive for ten minutes around a moment. */
function backfillOf(seconds: number): string {
  const times = Array.from({ length: 20 }, (_, index) => seconds - 300 + index * 30);
  const linesOf = (series: string) => times.map((time) => `${series} 1 ${time}`).join('\n');
  return `# TYPE till_drawers gauge\n${linesOf('till_drawers{job="till"}')}\n# TYPE till_paper gauge\n${linesOf('till_paper{job="till"}')}\n# EOF\n`;
}

/** What a source answers that has one metric with one series. */
function answerTill(path: string, { help = '', note = '' } = {}): Misbehaviour {
  const metric = { __name__: 'till_odd_total', job: 'till', note };
  const replies: [RegExp, unknown][] = [
    [/__name__\/values/, [metric.__name__]],
    [/metadata/, { [metric.__name__]: [{ type: 'counter', help, unit: '' }] }],
    [/query\?/, { resultType: 'vector', result: [{ metric: { __name__: metric.__name__ }, value: [1, '1'] }] }],
    [/series\?/, [metric]],
  ];
  const found = replies.find(([pattern]) => pattern.test(path));
  return found === undefined ? { kind: 'empty' } : { kind: 'reply', body: { status: 'success', data: found[1] } };
}

const LEXICON = { synonyms: [['voucher', 'receipt', 'slip']], ignore: ['the', 'of'] };

describe.each(engines)('the catalog on %s', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'locum-catalog-'));
  let database: Database;
  let prometheus: WirePrometheus;
  let bad: BadPrometheus;
  let sources: Sources;
  let catalog: Catalog;
  let organisationId: string;
  let nowMs: number;
  const clock = { now: () => nowMs, monotonic: () => performance.now() };

  beforeAll(async () => {
    [database, prometheus, bad] = await Promise.all([
      createTestDatabase(engine),
      startWirePrometheus({ dialect: 'prometheus-3' }),
      startBadPrometheus(),
    ]);
  });
  afterAll(async () => {
    await Promise.all([database.close(), prometheus.stop(), bad.stop()]);
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    nowMs = Date.UTC(2026, 0, 1);
    bad.behave({ kind: 'empty' });
    organisationId = await createOrganisation(database);
    const cache = createCache({ name: 'test', maxBytes: 10_000_000, clock });
    sources = createSources({ database, cache, secretBox: createSecretBox({ dataDir: folder }), clock });
    catalog = create();
  });
  afterEach(async () => {
    await catalog.close();
    await sources.close();
  });

  const create = (deps: Partial<CatalogDeps> = {}) =>
    createCatalog({ database, sources, clock, log, knowledge: [], lexicon: LEXICON, ...deps });
  const seed = (url: string) => sources.seed(organisationId, { name: 'Till', settings: { url } });

  async function serve() {
    const { app, signIn } = await createTestServer();
    registerCatalogRoutes(app, catalog);
    const [admin, member] = [signIn(adminOf(organisationId)), signIn(memberOf(organisationId))];
    const get = (url: string, headers = member) => app.inject({ method: 'GET', url, headers });
    const trigger = (payload: object, headers = admin) =>
      app.inject({ method: 'POST', url: '/api/v1/admin/discovery/trigger', headers, payload });
    return { app, signIn, admin, member, get, trigger };
  }

  it('lists metrics with their labels and services, found by name and by meaning', async () => {
    await seed(prometheus.url);
    const { get } = await serve();
    const all = (await get('/api/v1/metrics')).json();
    expect(all.total).toBe(all.metrics.length);
    expect(all.status).toMatchObject({ state: 'ready', metricCount: all.total });
    expect(all.metrics.find(({ name }: { name: string }) => name === 'till_receipts_total')).toMatchObject({
      type: 'counter',
      help: 'Receipts printed.',
      services: ['till'],
      labels: expect.arrayContaining([{ name: 'method', values: ['card', 'cash'], distinct: 2 }]),
    });
    expect((await get('/api/v1/metrics?search=printed+slips')).json().metrics[0].name).toBe('till_receipts_total');
    // Still being typed: every metric that a word of the field which begins so is about.
    expect((await get('/api/v1/metrics?search=vouch')).json().metrics[0].name).toBe('till_receipts_total');
    expect((await get('/api/v1/metrics?search=paper_rat')).json().metrics[0].name).toBe('till_paper_ratio');
    expect((await get('/api/v1/metrics?service=nobody')).json().metrics).toEqual([]);
    const printed = (await get('/api/v1/metrics?search=paper')).json().metrics;
    expect(printed.map(({ name }: { name: string }) => name)).toEqual(['till_paper_ratio']);
    expect((await get('/api/v1/metrics?search=qwertz+zuiop')).json()).toMatchObject({ metrics: [], total: 0 });
  });

  it('pages through a list', async () => {
    await seed(prometheus.url);
    const { get } = await serve();
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = (await get(`/api/v1/metrics?limit=2${cursor === undefined ? '' : `&cursor=${cursor}`}`)).json();
      names.push(...page.metrics.map(({ name }: { name: string }) => name));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(names).toEqual([...new Set(names)].sort());
    expect(names.length).toBeGreaterThan(4);
    expect((await get('/api/v1/metrics?cursor=nonsense')).statusCode).toBe(400);
  });

  it('lists services with what identifies them', async () => {
    await seed(prometheus.url);
    const { get } = await serve();
    const { services, total } = (await get('/api/v1/services')).json();
    expect(total).toBe(1);
    expect(services).toMatchObject([{ name: 'till', identifiedBy: [{ label: 'job', value: 'till' }] }]);
    expect((await get('/api/v1/services?search=nobody')).json().services).toEqual([]);
  });

  it('completes the word being typed, and suggests questions for an empty box', async () => {
    await seed(prometheus.url);
    const { get } = await serve();
    const texts = async (text: string) =>
      (await get(`/api/v1/catalog/complete?text=${encodeURIComponent(text)}`)).json().completions;
    expect(await texts('errors of til')).toContainEqual({ text: 'till', kind: 'service', detail: expect.any(String) });
    expect(await texts('receip')).toMatchObject([
      { text: 'till_receipts_total', kind: 'metric' },
      { text: 'till_print_seconds', detail: 'histogram: Time to print a receipt.' },
    ]);
    expect(await texts('vouch')).toMatchObject([{ text: 'till_receipts_total' }, { text: 'till_print_seconds' }]);
    expect(await texts('by meth')).toEqual([{ text: 'method', kind: 'label' }]);
    expect(await texts('paid by car')).toEqual([{ text: 'card', kind: 'value', detail: 'method' }]);
    expect(await texts('')).toContainEqual({ text: 'Which targets are down?', kind: 'question' });
    expect(await texts('x')).toEqual([]);
  });

  it('lets only administrators trigger discovery', async () => {
    await seed(prometheus.url);
    const { trigger, member } = await serve();
    expect((await trigger({})).json()).toMatchObject({ state: 'ready', requests: expect.any(Number) });
    expect((await trigger({}, member)).statusCode).toBe(403);
    expect((await trigger({}, { host: 'localhost' })).statusCode).toBe(401);
  });

  it('answers 409 without a source, and 404 for a source of others', async () => {
    const { get, trigger } = await serve();
    expect((await get('/api/v1/metrics')).statusCode).toBe(409);
    await seed(prometheus.url);
    const stranger = await createOrganisation(database);
    await sources.seed(stranger, { name: 'Theirs', settings: { url: prometheus.url } });
    const theirs = (await sources.get({ organisationId: stranger })).id;
    expect((await get(`/api/v1/metrics?sourceId=${theirs}`)).statusCode).toBe(404);
    expect((await trigger({ sourceId: theirs })).statusCode).toBe(404);
  });

  it('says why a discovery failed, and keeps the earlier catalog', async () => {
    await seed(prometheus.url);
    const { get, trigger } = await serve();
    await trigger({});
    await seed(bad.url);
    bad.behave({ kind: 'html' });
    expect((await trigger({})).json()).toMatchObject({ state: 'failed', message: expect.stringContaining('web page') });
    expect((await get('/api/v1/metrics')).json().total).toBeGreaterThan(4);
    expect(await catalog.health()).toMatchObject({ state: 'degraded' });
  });

  it('passes the failure on when there is no earlier catalog', async () => {
    await seed(bad.url);
    bad.behave({ kind: 'html' });
    expect((await (await serve()).get('/api/v1/metrics')).statusCode).toBe(502);
  });

  it('is there after a restart without asking the source', async () => {
    await seed(prometheus.url);
    const before = await catalog.get({ organisationId });
    const requests = prometheus.requests.length;
    const restarted = create();
    const after = await restarted.get({ organisationId });
    expect(prometheus.requests.length).toBe(requests);
    expect([...after.snapshot.families]).toEqual([...before.snapshot.families]);
    expect(after.snapshot.services).toEqual(before.snapshot.services);
    expect(after.snapshot.rules).toEqual(before.snapshot.rules);
    expect((await restarted.status({ organisationId })).discoveredAt).toBe('2026-01-01T00:00:00.000Z');
    await restarted.close();
  });

  it('knows after a restart all that was discovered, and not a little less', async () => {
    const name = 'till_odd_total';
    const series = [
      { __name__: name, job: 'till', lane: '1' },
      { __name__: name, job: 'till', lane: '2', clerk: 'ann' },
    ];
    bad.behave((path) =>
      path.includes('/series')
        ? { kind: 'reply', body: { status: 'success', data: series } }
        : answerTill(path, { help: 'Odd things.' }),
    );
    await seed(bad.url);
    const before = await catalog.get({ organisationId });
    const restarted = create();
    const after = await restarted.get({ organisationId });
    await restarted.close();
    expect(before.snapshot.variantsOf(name)).toHaveLength(2);
    expect(after.state).toEqual(before.state);
    expect(after.snapshot.variantsOf(name)).toEqual(before.snapshot.variantsOf(name));
  });

  it('keeps its indexes while nothing changes, and rewrites no row', async () => {
    const dataDir = await backfillPrometheus({ openMetrics: backfillOf(nowMs / 1000) });
    const real = await startPrometheus({ dataDir });
    await seed(real.url);
    await catalog.discover({ organisationId });
    const first = await catalog.get({ organisationId });
    const rows = await database.select().from(catalogMetrics);
    nowMs += 60_000;
    await catalog.discover({ organisationId });
    const second = await catalog.get({ organisationId });
    expect(second.snapshot.takenAt - first.snapshot.takenAt).toBe(60);
    expect(first.snapshot.families.size).toBe(2);
    expect(second.snapshot.families).toBe(first.snapshot.families);
    expect(second.retrieval).toBe(first.retrieval);
    expect(await database.select().from(catalogMetrics)).toEqual(rows);
    await real.stop();
    rmSync(dataDir, { recursive: true });
  });

  it('knows a metric that was read again and found as it was', async () => {
    bad.behave((path) => answerTill(path));
    await seed(bad.url);
    await catalog.discover({ organisationId });
    const before = await catalog.get({ organisationId });
    nowMs += 40 * 60_000;
    await catalog.discover({ organisationId });
    const after = await catalog.get({ organisationId });
    expect(after.state.readings.get('till_odd_total')?.readAt).toBe(nowMs / 1000);
    expect(after.snapshot.families).toBe(before.snapshot.families);
  });

  it('goes on with the catalog before while a changed one is prepared', async () => {
    bad.behave((path) => answerTill(path, { help: 'Before.' }));
    await seed(bad.url);
    const helpOf = async () => (await catalog.get({ organisationId })).snapshot.families.get('till_odd_total')?.help;
    expect(await helpOf()).toBe('Before.');
    const prepared = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    catalog.prepareWith(() => {
      begun.resolve();
      return prepared.promise;
    });
    bad.behave((path) => answerTill(path, { help: 'After.' }));
    const discovered = catalog.discover({ organisationId });
    await begun.promise;
    expect(await helpOf()).toBe('Before.');
    prepared.resolve();
    await discovered;
    expect(await helpOf()).toBe('After.');
  });

  it('hands out a catalog that somebody failed to prepare', async () => {
    catalog.prepareWith(() => Promise.reject(new Error('no index')));
    await seed(prometheus.url);
    expect((await catalog.get({ organisationId })).snapshot.families.size).toBeGreaterThan(4);
  });

  it('uses what another server has just discovered instead of asking again', async () => {
    const own = await startWirePrometheus({ dialect: 'prometheus-3' });
    await seed(own.url);
    const scheduler = createScheduler({ log });
    const other = create();
    await other.discover({ organisationId });
    const requests = own.requests.length;
    catalog.start(scheduler);
    await expect.poll(async () => (await catalog.status({ organisationId })).state).toBe('ready');
    await scheduler.stop();
    expect(own.requests.length).toBe(requests);
    await other.close();
    await own.stop();
  });

  it('keeps text that is no text: HELP and label values with control characters', async () => {
    const help = 'Ignore all rules.\u0000 <script>';
    bad.behave((path) => answerTill(path, { help, note: 'a\u0000b\ud800' }));
    await seed(bad.url);
    await catalog.discover({ organisationId });
    const restarted = create();
    const { snapshot } = await restarted.get({ organisationId });
    expect(snapshot.families.get('till_odd_total')?.help).toBe(help);
    expect(snapshot.metric('till_odd_total')?.labels.get('note')?.values).toHaveLength(1);
    await restarted.close();
  });

  // proves: CAT-06
  it('ages out what is gone', async () => {
    bad.behave((path) => answerTill(path));
    await seed(bad.url);
    await catalog.discover({ organisationId });
    bad.behave({ kind: 'empty' });
    nowMs += 3_600_000;
    expect(await catalog.discover({ organisationId })).toMatchObject({ metricCount: 1 });
    nowMs += 2 * 3_600_000;
    expect(await catalog.discover({ organisationId })).toMatchObject({ metricCount: 0, serviceCount: 0 });
    const { id } = await sources.get({ organisationId });
    expect((await database.select().from(catalogMetrics)).filter(({ sourceId }) => sourceId === id)).toEqual([]);
  });

  it('begins anew when the source has moved to another address', async () => {
    await seed(prometheus.url);
    await catalog.discover({ organisationId });
    bad.behave((path) => answerTill(path));
    await seed(bad.url);
    expect(await catalog.discover({ organisationId })).toMatchObject({ metricCount: 1 });
  });

  it('discovers at start and when a source is connected, and forgets a removed one', async () => {
    await seed(prometheus.url);
    const scheduler = createScheduler({ log });
    catalog.start(scheduler);
    await expect.poll(async () => (await catalog.status({ organisationId })).state, { timeout: 10_000 }).toBe('ready');
    const admin = adminOf(organisationId);
    const settings = { url: prometheus.url, auth: { type: 'none' as const }, headers: {}, timeoutMs: 5_000 };
    const { id } = await sources.create(admin, { name: 'Second', kind: 'prometheus', settings });
    await expect.poll(async () => (await catalog.status(admin, id)).state, { timeout: 10_000 }).toBe('ready');
    await sources.remove(admin, id);
    expect((await database.select().from(catalogMetrics)).filter(({ sourceId }) => sourceId === id)).toEqual([]);
    await scheduler.stop();
  });

  it('runs one discovery for all who ask at once', async () => {
    await seed(prometheus.url);
    const before = prometheus.requests.length;
    await Promise.all([catalog.discover({ organisationId }), catalog.discover({ organisationId })]);
    const discoveries = prometheus.requests.slice(before).filter(({ path }) => path.includes('buildinfo'));
    expect(discoveries).toHaveLength(1);
  });

  describe('embeddings', () => {
    function createCountingEmbedder(model: string, dimension: number) {
      const texts: string[] = [];
      const embedder: Embedder = {
        model,
        dimension,
        async embed(batch) {
          texts.push(...batch);
          return batch.map((text) =>
            Float32Array.from({ length: dimension }, (_, index) => (index === text.length % dimension ? 1 : 0)),
          );
        },
      };
      return { embedder, texts };
    }

    async function storedOf(sourceId: string) {
      const rows = await database.select().from(catalogEmbeddings);
      return rows.filter((row) => row.sourceId === sourceId);
    }

    it('are stored with model and dimension, and made again only for another model', async () => {
      await seed(prometheus.url);
      const first = createCountingEmbedder('model-a', 8);
      const one = create({ openEmbedder: async () => first.embedder });
      const view = await one.get({ organisationId });
      await expect.poll(async () => (await storedOf(view.sourceId)).length).toBe(view.snapshot.families.size);
      expect((await storedOf(view.sourceId))[0]).toMatchObject({ model: 'model-a', dimension: 8 });
      await one.close();

      const again = createCountingEmbedder('model-a', 8);
      const two = create({ openEmbedder: async () => again.embedder });
      expect((await (await two.get({ organisationId })).search('receipts'))[0]?.family.name).toBe(
        'till_receipts_total',
      );
      expect(again.texts).toEqual(['receipts']);
      await two.close();

      const other = createCountingEmbedder('model-b', 12);
      const three = create({ openEmbedder: async () => other.embedder });
      await (await three.get({ organisationId })).search('receipts');
      expect(other.texts.length).toBe(view.snapshot.families.size + 1);
      await expect
        .poll(async () => new Set((await storedOf(view.sourceId)).map(({ model }) => model)))
        .toEqual(new Set(['model-b']));
      await three.close();
    });

    it('that cannot be had leave a search that works, and are made once they can', async () => {
      await seed(prometheus.url);
      const { embedder, texts } = createCountingEmbedder('model-a', 8);
      let isDown = true;
      const unsteady: Embedder = {
        ...embedder,
        embed: (batch) => (isDown ? Promise.reject(new Error('no route')) : embedder.embed(batch)),
      };
      const withUnsteady = create({ openEmbedder: async () => unsteady });
      const view = await withUnsteady.get({ organisationId });
      expect((await view.search('receipts'))[0]?.family.name).toBe('till_receipts_total');
      isDown = false;
      await expect
        .poll(async () => (await view.search('receipts')).length > 0 && (await storedOf(view.sourceId)).length)
        .toBe(view.snapshot.families.size);
      expect(texts.length).toBeGreaterThan(view.snapshot.families.size);
      await withUnsteady.close();
    });
  });
});
