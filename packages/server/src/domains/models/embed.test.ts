import { type FakeModelServer, startFakeOpenAi } from '@locum/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../test/database.ts';
import { openTestDoor, type TestDoor } from '../../../test/model-door.ts';
import type { Database } from '../../platform/db/index.ts';
import type { ModelsDeps } from './service.ts';

describe('the remote embedder', () => {
  let database: Database;
  let server: FakeModelServer;
  let door: TestDoor;
  beforeAll(async () => {
    database = await createTestDatabase('PGlite');
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    server = await startFakeOpenAi({ dimensions: 48 });
    await open();
  });
  afterEach(async () => {
    door.close();
    await server.stop();
  });
  async function open(overrides: Partial<ModelsDeps> = {}) {
    const embeddings = { url: server.baseUrl, name: 'embed-small', apiKey: 'test-key' };
    door = await openTestDoor(database, { embeddings, ...overrides });
  }

  it('gives one vector of unit length a text, in order', async () => {
    const embedder = await door.models.openEmbedder(door.admin);
    const [one, two, again] = (await embedder?.embed(['cpu seconds', 'queue length', 'cpu seconds'])) ?? [];
    expect(one).toHaveLength(48);
    expect(Math.hypot(...(one ?? []))).toBeCloseTo(1, 5);
    expect(again).toEqual(one);
    expect(two).not.toEqual(one);
    expect(door.calls.at(-1)).toMatchObject({ operation: 'embed', outcome: 'ok' });
  });

  it('learns how long vectors are once, and remembers it', async () => {
    expect(await door.models.openEmbedder(door.admin)).toMatchObject({ dimension: 48 });
    expect(await door.models.openEmbedder(door.admin)).toMatchObject({ dimension: 48 });
    expect(server.requests).toHaveLength(1);
  });

  it('counts as another model when its vectors become longer', async () => {
    const before = await door.models.openEmbedder(door.admin);
    const longer = await startFakeOpenAi({ dimensions: 64 });
    const moved = { url: server.baseUrl, name: 'embed-small', apiKey: 'test-key' };
    const { admin } = door;
    door.close();
    await open({
      embeddings: moved,
      fetch: (input, init) => fetch(String(input).replace(server.url, longer.url), init),
    });
    const stale = await door.models.openEmbedder(admin);
    await expect(stale?.embed(['cpu'])).rejects.toMatchObject({ code: 'model_protocol' });
    const after = await door.models.openEmbedder(admin);
    expect(after).toMatchObject({ dimension: 64 });
    expect(after?.model).not.toBe(before?.model);
    expect(await after?.embed(['cpu'])).toHaveLength(1);
    await longer.stop();
  });

  it('masks what it sends, and sends no empty text', async () => {
    const embedder = await door.models.openEmbedder(door.admin);
    expect(await embedder?.embed(['mail of ann@example.com', ''])).toHaveLength(2);
    expect(server.receivedBytes().toString()).not.toContain('ann@example.com');
  });

  it('is closed, without a byte, where nothing leaves', async () => {
    door.close();
    await open({ defaults: { nothingLeaves: true, hasConsent: true } });
    expect(await door.models.openEmbedder(door.admin)).toBeNull();
    expect(server.receivedBytes()).toHaveLength(0);
  });

  it('stops when what was allowed is withdrawn', async () => {
    const embedder = await door.models.openEmbedder(door.admin);
    const sent = server.receivedBytes().length;
    await door.models.settings.update(door.admin, { mode: 'nothing_leaves' });
    await expect(embedder?.embed(['cpu'])).rejects.toMatchObject({ code: 'model_nothing_leaves' });
    expect(server.receivedBytes()).toHaveLength(sent);
  });

  it('is closed where names of instances are hidden, for a search may hold one', async () => {
    const embedder = await door.models.openEmbedder(door.admin);
    await door.models.settings.update(door.admin, { masksInstances: true });
    expect(await door.models.openEmbedder(door.admin)).toBeNull();
    await expect(embedder?.embed(['cpu of belt-7f9c'])).rejects.toMatchObject({ code: 'model_nothing_leaves' });
    expect(server.receivedBytes().toString()).not.toContain('belt-7f9c');
  });

  it('is opened with consent to its own address only', async () => {
    await door.models.settings.update(door.admin, { mode: 'ask_consent' });
    expect(await door.models.openEmbedder(door.admin)).toBeNull();
    await door.models.settings.update(door.admin, { consent: 'give' });
    expect(await door.models.openEmbedder(door.admin)).not.toBeNull();
  });

  it('fails with the reason when the key is wrong or nobody answers', async () => {
    const strict = await startFakeOpenAi({ apiKey: 'another' });
    door.close();
    await open({ embeddings: { url: strict.baseUrl, name: 'embed-small', apiKey: 'wrong' } });
    await expect(door.models.openEmbedder(door.admin)).rejects.toMatchObject({ code: 'model_unauthorised' });
    await strict.stop();
    door.close();
    await open({ embeddings: { url: strict.baseUrl, name: 'embed-small' } });
    await expect(door.models.openEmbedder(door.admin)).rejects.toMatchObject({ code: 'model_unreachable' });
  });
});
