import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prometheusSettings } from '@locum/contracts';
import { type BadPrometheus, startBadPrometheus, startWirePrometheus, type WirePrometheus } from '@locum/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, engines } from '../../../test/database.ts';
import { adminOf, createTestServer, memberOf } from '../../../test/http-server.ts';
import { createOrganisation } from '../../../test/organisation.ts';
import { createCache } from '../../platform/cache/index.ts';
import { createSecretBox } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { registerSourceRoutes } from './routes.ts';
import { createSources, type SourceEvent, type Sources } from './service.ts';
import { sources as sourcesTable } from './tables.ts';

const SECRET = 'tok-5e1d90c4';

describe.each(engines)('sources on %s', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'locum-sources-'));
  let database: Database;
  let prometheus: WirePrometheus;
  let bad: BadPrometheus;
  let sources: Sources;
  let organisationId: string;
  let nowMs = Date.UTC(2026, 0, 1);
  const clock = { now: () => nowMs, monotonic: () => nowMs };

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
    bad.behave({ kind: 'empty' });
    organisationId = await createOrganisation(database);
    const cache = createCache({ name: 'sources', maxBytes: 10_000_000, clock });
    sources = createSources({ database, cache, secretBox: createSecretBox({ dataDir: folder }), clock });
  });
  afterEach(() => sources.close());

  const inputOf = (url: string, name = 'Main') => ({
    name,
    kind: 'prometheus' as const,
    settings: prometheusSettings.parse({ url, auth: { type: 'bearer', token: SECRET } }),
  });

  const seedOf = (url: string) => ({ name: 'Prometheus', settings: { url } });

  async function serve() {
    const { app, signIn } = await createTestServer();
    registerSourceRoutes(app, sources);
    return { app, admin: signIn(adminOf(organisationId)), member: signIn(memberOf(organisationId)) };
  }

  it('connects, lists and disconnects a source', async () => {
    const { app, admin, member } = await serve();
    const created = await app.inject({
      method: 'POST',
      url: '/api/v1/sources',
      headers: admin,
      payload: inputOf(prometheus.url),
    });
    expect(created.statusCode).toBe(200);
    expect(created.json()).toMatchObject({
      name: 'Main',
      url: prometheus.url,
      isDefault: true,
      health: { state: 'up', version: '3.5.0' },
    });
    const listed = await app.inject({ method: 'GET', url: '/api/v1/sources', headers: member });
    expect(listed.json().sources).toEqual([created.json()]);
    const url = `/api/v1/sources/${created.json().id}`;
    expect((await app.inject({ method: 'DELETE', url, headers: admin })).json()).toEqual({ deleted: true });
    expect((await app.inject({ method: 'GET', url: '/api/v1/sources', headers: member })).json()).toEqual({
      sources: [],
    });
    expect((await app.inject({ method: 'DELETE', url, headers: admin })).statusCode).toBe(404);
  });

  it('lets members look, and only administrators change', async () => {
    const { app, member } = await serve();
    const payload = inputOf(prometheus.url);
    for (const url of ['/api/v1/sources', '/api/v1/sources/test']) {
      expect((await app.inject({ method: 'POST', url, headers: member, payload })).statusCode).toBe(403);
      expect((await app.inject({ method: 'POST', url, headers: { host: 'localhost' }, payload })).statusCode).toBe(401);
    }
    expect((await app.inject({ method: 'DELETE', url: '/api/v1/sources/x', headers: member })).statusCode).toBe(403);
  });

  it('answers 400 for settings that are none', async () => {
    const { app, admin } = await serve();
    const payload = { name: 'x', kind: 'prometheus', settings: { url: 'ftp://example.com' } };
    expect((await app.inject({ method: 'POST', url: '/api/v1/sources', headers: admin, payload })).statusCode).toBe(
      400,
    );
  });

  it('hides the sources of another organisation', async () => {
    const { id } = await sources.create(adminOf(organisationId), inputOf(prometheus.url));
    const stranger = adminOf(await createOrganisation(database));
    expect(await sources.list(stranger)).toEqual([]);
    await expect(sources.get(stranger, id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(sources.remove(stranger, id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(sources.get(stranger)).rejects.toMatchObject({ code: 'no_source' });
  });

  // proves: SRC-06
  it('stores credentials encrypted only, and never gives them back', async () => {
    const created = await sources.create(
      adminOf(organisationId),
      inputOf(prometheus.url.replace('//', `//ann:${SECRET}@`)),
    );
    expect(JSON.stringify(created)).not.toContain(SECRET);
    expect(JSON.stringify(await database.select().from(sourcesTable))).not.toContain(SECRET);
    const { provider } = await sources.get(adminOf(organisationId), created.id);
    await provider.labelNames({});
    expect(prometheus.requests.at(-1)?.headers.authorization).toBe(`Bearer ${SECRET}`);
  });

  it('refuses a second source of the same name, and one that does not answer', async () => {
    const admin = adminOf(organisationId);
    await sources.create(admin, inputOf(prometheus.url));
    await expect(sources.create(admin, inputOf(prometheus.url))).rejects.toMatchObject({ code: 'conflict' });
    bad.behave({ kind: 'html' });
    await expect(sources.create(admin, inputOf(bad.url, 'Bad'))).rejects.toMatchObject({ code: 'source_protocol' });
    expect(await sources.list(admin)).toHaveLength(1);
  });

  it('makes the oldest of the others the default when the default goes', async () => {
    const admin = adminOf(organisationId);
    const [first, second] = [
      await sources.create(admin, inputOf(prometheus.url)),
      await sources.create(admin, inputOf(prometheus.url, 'Other')),
    ];
    expect((await sources.get(admin)).id).toBe(first.id);
    await sources.remove(admin, first.id);
    expect((await sources.get(admin)).id).toBe(second.id);
    expect((await sources.list(admin)).map(({ isDefault }) => isDefault)).toEqual([true]);
  });

  it('makes one default when two sources are connected at once', async () => {
    const admin = adminOf(organisationId);
    await Promise.all(['A', 'B', 'C'].map((name) => sources.create(admin, inputOf(prometheus.url, name))));
    expect((await sources.list(admin)).filter(({ isDefault }) => isDefault)).toHaveLength(1);
  });

  it('announces what is connected and removed', async () => {
    const events: SourceEvent[] = [];
    sources.onEvent((event) => events.push(event));
    const { id: sourceId } = await sources.create(adminOf(organisationId), inputOf(prometheus.url));
    await sources.remove(adminOf(organisationId), sourceId);
    expect(events).toEqual([
      { name: 'source-connected', organisationId, sourceId },
      { name: 'source-removed', organisationId, sourceId },
    ]);
  });

  it('seeds the configured Prometheus once, and follows its address', async () => {
    await Promise.all([sources.seed(organisationId, seedOf(bad.url)), sources.seed(organisationId, seedOf(bad.url))]);
    await sources.seed(organisationId, seedOf(prometheus.url));
    const [only, ...others] = await sources.list(adminOf(organisationId));
    expect(only).toMatchObject({ name: 'Prometheus', url: prometheus.url, isDefault: true });
    expect(others).toEqual([]);
    const { provider } = await sources.get(adminOf(organisationId));
    expect((await provider.buildInfo()).version).toBe('3.5.0');
  });

  it.each([
    ['a web page', { kind: 'html' }, 'It answered a web page (HTML).'],
    ['refused credentials', { kind: 'status', status: 401 }, 'The source refused the credentials.'],
    ['no metrics', { kind: 'empty' }, 'has no metrics yet'],
  ] as const)('says in words what a test finds: %s', async (_what, behaviour, words) => {
    bad.behave(behaviour);
    const { app, admin } = await serve();
    const { name: _, ...payload } = inputOf(bad.url);
    const reply = await app.inject({ method: 'POST', url: '/api/v1/sources/test', headers: admin, payload });
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toMatchObject({ ok: behaviour.kind === 'empty', message: expect.stringContaining(words) });
  });

  it('says how many metrics a working source has', async () => {
    const tested = await sources.test(inputOf(prometheus.url));
    expect(tested).toMatchObject({
      ok: true,
      message: expect.stringMatching(/^Prometheus 3\.5\.0 answers, with \d+ metrics\.$/),
    });
  });

  it('serves the same live query from the cache for half a minute, however it is spaced', async () => {
    await sources.create(adminOf(organisationId), inputOf(prometheus.url));
    const { provider } = await sources.get(adminOf(organisationId));
    const before = prometheus.requests.length;
    const first = await provider.queryInstant({ promql: 'up{job="till"}', time: nowMs / 1000 });
    nowMs += 10_000;
    const second = await provider.queryInstant({ promql: ' up{ job = "till" } ', time: nowMs / 1000 });
    expect(prometheus.requests.length - before).toBe(1);
    expect(second).toEqual({ ...first, sourceMs: 0, ageSeconds: 10 });
    await provider.queryInstant({ promql: 'up{job="till"}', time: nowMs / 1000 - 3_600 });
    expect(prometheus.requests.length - before).toBe(2);
  });

  it('knows which sources are down from the calls they did not answer', async () => {
    await sources.seed(organisationId, seedOf(bad.url));
    const admin = adminOf(organisationId);
    const { provider } = await sources.get(admin);
    bad.behave({ kind: 'hang-up' });
    await expect(provider.labelNames({})).rejects.toMatchObject({ code: 'source_unreachable' });
    expect((await sources.list(admin))[0]?.health).toMatchObject({
      state: 'down',
      message: expect.stringContaining('It closed the connection'),
    });
    expect(await sources.health()).toMatchObject({ state: 'degraded', message: expect.stringMatching(/^1 of /) });
  });
});
