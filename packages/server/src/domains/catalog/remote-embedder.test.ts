import { type FakeModelServer, type PrometheusServer, startFakeOpenAi } from '@locum/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAskStage } from '../../../test/ask-stage.ts';
import { createTestDatabase } from '../../../test/database.ts';
import { openTestDoor, type TestDoor } from '../../../test/model-door.ts';
import { startRecordedShop } from '../../../test/recorded-shop.ts';
import type { Database } from '../../platform/db/index.ts';
import { createLogger } from '../../platform/log.ts';
import { createCatalog, loadKnowledge, loadLexicon } from './index.ts';
import { catalogEmbeddings } from './tables.ts';

let prometheus: PrometheusServer;
let database: Database;
let server: FakeModelServer;
let door: TestDoor;
beforeAll(async () => {
  [prometheus, database, server] = await Promise.all([
    startRecordedShop(),
    createTestDatabase('PGlite'),
    startFakeOpenAi({ dimensions: 24 }),
  ]);
  const embeddings = { url: server.baseUrl, name: 'embed-small', apiKey: 'test-key' };
  door = await openTestDoor(database, { embeddings, defaults: { nothingLeaves: false, hasConsent: false } });
});
afterAll(async () => {
  door.close();
  await Promise.all([prometheus.stop(), database.close(), server.stop()]);
});

it('a catalog is embedded by the remote model as long as its organisation allows that, and by the built-in one otherwise', async () => {
  const stage = await createAskStage(database, prometheus.url);
  const { principal, sources, clock } = stage;
  const catalog = createCatalog({
    ...{ database, sources, clock, log: createLogger({ level: 'silent' }) },
    knowledge: loadKnowledge(),
    lexicon: loadLexicon(),
    openEmbedder: door.models.openEmbedder,
  });
  const modelsInUse = async () => {
    const rows = await database.select().from(catalogEmbeddings);
    return [...new Set(rows.map(({ model }) => model))];
  };
  const view = await catalog.get(principal);
  expect(await view.search('memory of cart')).not.toHaveLength(0);
  expect(server.receivedBytes()).toHaveLength(0);

  await door.models.settings.update(principal, { mode: 'allowed' });
  expect(await view.search('memory of cart')).not.toHaveLength(0);
  await expect.poll(modelsInUse).toEqual([expect.stringMatching(/^embed-small@.*#24$/)]);
  expect(server.receivedBytes().toString()).toContain('memory of cart');

  await door.models.settings.update(principal, { mode: 'nothing_leaves' });
  const sent = server.receivedBytes().length;
  expect(await view.search('latency of checkout')).not.toHaveLength(0);
  expect(server.receivedBytes()).toHaveLength(sent);
  await catalog.close();
  await stage.close();
});
