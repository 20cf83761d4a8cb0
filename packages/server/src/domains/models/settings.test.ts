import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FakeModelServer, startFakeOpenAi } from '@locum/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, engines } from '../../../test/database.ts';
import { adminOf, createTestServer, memberOf } from '../../../test/http-server.ts';
import { cityRequest, openTestDoor } from '../../../test/model-door.ts';
import { createOrganisation } from '../../../test/organisation.ts';
import { createCache } from '../../platform/cache/index.ts';
import { systemClock as clock } from '../../platform/clock.ts';
import { createSecretBox } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { dataRights, registerModelRoutes } from './index.ts';
import { createModels } from './service.ts';
import { connectedModels } from './tables.ts';

const KEY = 'sk-secret-of-the-shop-0815';
const PATH = '/api/v1/settings/models';

describe.each(engines)('settings of models on %s', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'locum-models-'));
  let database: Database;
  let server: FakeModelServer;
  let organisationId: string;
  beforeAll(async () => {
    [database, server] = await Promise.all([createTestDatabase(engine), startFakeOpenAi({ apiKey: KEY })]);
  });
  afterAll(async () => {
    await Promise.all([database.close(), server.stop()]);
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    organisationId = await createOrganisation(database);
  });

  const createDoor = (defaults = { nothingLeaves: false, hasConsent: false }) =>
    createModels({
      database,
      secretBox: createSecretBox({ dataDir: folder }),
      cache: createCache({ name: 'models', maxBytes: 1_000_000, clock }),
      clock,
      defaults,
    });

  async function serve(defaults?: { nothingLeaves: boolean; hasConsent: boolean }) {
    const models = createDoor(defaults);
    const { app, signIn } = await createTestServer();
    registerModelRoutes(app, models);
    const admin = signIn(adminOf(organisationId));
    const patch = (payload: object, headers = admin) => app.inject({ method: 'PATCH', url: PATH, headers, payload });
    const get = (headers = admin) => app.inject({ method: 'GET', url: PATH, headers });
    return { models, patch, get, member: signIn(memberOf(organisationId)), stranger: { host: 'localhost' }, signIn };
  }

  const own = () => ({ provider: 'openai-compatible', url: server.baseUrl, name: 'test-model', key: KEY });

  // proves: MODEL-01
  it('let nothing leave before anybody chooses, and say what would', async () => {
    const { get } = await serve();
    const reply = await get();
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toMatchObject({ privacy: { mode: 'nothing_leaves', isLocked: false }, models: [] });
    expect(reply.json().privacy.whatLeaves.length).toBeGreaterThan(2);
  });

  it('are for administrators only', async () => {
    const { get, patch, member, stranger } = await serve();
    expect((await get(member)).statusCode).toBe(403);
    expect((await patch({ mode: 'allowed' }, member)).statusCode).toBe(403);
    expect((await get(stranger)).statusCode).toBe(401);
    expect((await patch({ mode: 'allowed' }, stranger)).statusCode).toBe(401);
  });

  it('keep a key encrypted, never show it, and use it', async () => {
    const { models, patch, get } = await serve();
    const changed = await patch({ mode: 'allowed', models: [own()] });
    expect(changed.json().models).toMatchObject([{ name: 'test-model', hasKey: true, origin: 'organisation' }]);
    expect((await get()).json()).toEqual(changed.json());
    expect(changed.body).not.toContain(KEY);
    expect(JSON.stringify(await database.select().from(connectedModels))).not.toContain(KEY);
    server.enqueue({ kind: 'json', value: { city: 'Oslo', size: 1 } });
    expect(await models.generate({ organisationId }, cityRequest())).toMatchObject({ outcome: 'ok' });
  });

  it('keep the key of a model that stays, and forget it when its address changes', async () => {
    const { patch } = await serve();
    const [{ id }] = (await patch({ models: [own()] })).json().models;
    const { key: _, ...kept } = own();
    const renamed = await patch({ models: [{ ...kept, id, name: 'other-model' }] });
    expect(renamed.json().models).toMatchObject([{ id, name: 'other-model', hasKey: true }]);
    const moved = await patch({ models: [{ ...kept, id, url: 'https://attacker.example/v1' }] });
    expect(moved.json().models).toMatchObject([{ id, hasKey: false }]);
  });

  it.each([
    [{ models: [{ provider: 'openai-compatible', name: 'x' }] }, 'url'],
    [{ models: [{ provider: 'anthropic', name: 'x' }] }, 'key'],
    [{ models: [{ provider: 'openai-compatible', name: 'x', url: 'http://u:p@localhost/v1' }] }, 'address'],
    [{ models: [{ provider: 'nobody', name: 'x' }] }, 'provider'],
    [{ models: [{ id: 'x', provider: 'openai-compatible', name: 'x', url: 'http://localhost/v1' }] }, 'no such model'],
    [{ mode: 'everything' }, 'mode'],
  ])('refuse %j and say which field is wrong', async (payload, field) => {
    const { patch, get } = await serve();
    const reply = await patch(payload);
    expect(reply.statusCode).toBe(400);
    expect(reply.json().error.hint).toContain(field);
    expect((await get()).json().models).toEqual([]);
  });

  it('record who consented, when, and for which addresses', async () => {
    const { patch } = await serve();
    await patch({ mode: 'ask_consent', models: [own()] });
    const { privacy } = (await patch({ consent: 'give' })).json();
    expect(privacy.consent).toMatchObject({ recipients: [server.url], givenBy: expect.stringMatching(/./) });
    expect(Date.parse(privacy.consent.givenAt)).toBeGreaterThan(Date.now() - 60_000);
    expect((await patch({ consent: 'withdraw' })).json().privacy.consent).toBeUndefined();
  });

  it('accept no consent to nothing', async () => {
    const { patch } = await serve();
    expect((await patch({ consent: 'give' })).statusCode).toBe(409);
  });

  it('cannot loosen what the operator of the server decided', async () => {
    const { patch, get } = await serve({ nothingLeaves: true, hasConsent: true });
    expect((await patch({ mode: 'allowed' })).statusCode).toBe(403);
    expect((await get()).json().privacy).toMatchObject({ mode: 'nothing_leaves', isLocked: true });
  });

  it('follow the consent of the operator until the organisation chooses', async () => {
    const { patch, get } = await serve({ nothingLeaves: false, hasConsent: true });
    expect((await get()).json().privacy.mode).toBe('allowed');
    await patch({ masksInstances: true });
    expect((await get()).json().privacy).toMatchObject({ mode: 'allowed', masksInstances: true });
    expect((await patch({ mode: 'nothing_leaves' })).json().privacy.mode).toBe('nothing_leaves');
  });

  it('are of one organisation and of no other', async () => {
    const { patch, get, signIn } = await serve();
    await patch({ mode: 'allowed', models: [own()] });
    const other = signIn(adminOf(await createOrganisation(database)));
    expect((await get(other)).json()).toMatchObject({ privacy: { mode: 'nothing_leaves' }, models: [] });
    const [{ id }] = (await get()).json().models;
    const { key: _, ...kept } = own();
    expect((await patch({ models: [{ ...kept, id }] }, other)).statusCode).toBe(400);
  });

  it('go with the organisation, and are handed out without keys', async () => {
    const { patch, get } = await serve();
    await patch({ mode: 'allowed', models: [own()] });
    const exported: unknown[] = [];
    for await (const { rows } of dataRights.exportOf(database, organisationId)) exported.push(...rows);
    expect(exported).toHaveLength(2);
    expect(JSON.stringify(exported)).not.toContain('sealedKey');
    await dataRights.erase(database, organisationId);
    expect((await get()).json()).toMatchObject({ privacy: { mode: 'nothing_leaves' }, models: [] });
  });
});

it('a model of an unknown address is asked at the usual one of its provider', async () => {
  const asked: string[] = [];
  const database = await createTestDatabase('PGlite');
  const door = await openTestDoor(database, {
    configured: { provider: 'anthropic', name: 'claude-sonnet-4-5', apiKey: 'k', maxOutputTokens: 500 },
    fetch: async (input) => {
      asked.push(String(input));
      return new Response('{}', { status: 404 });
    },
  });
  await expect(door.models.generate(door.admin, cityRequest())).rejects.toMatchObject({ code: 'model_rejected' });
  expect(asked).toEqual(['https://api.anthropic.com/v1/messages']);
  door.close();
  await database.close();
});
