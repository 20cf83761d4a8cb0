import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answer, me } from '@locum/contracts';
import type { PrometheusServer } from '@locum/testkit';
import { sql } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadTables } from '../scripts/tables.ts';
import { createTestDatabase } from '../test/database.ts';
import { RECORDED_AT, startRecordedShop } from '../test/recorded-shop.ts';
import { createApp } from './app.ts';
import { readConfig } from './config.ts';
import { eraseOrganisation } from './data-rooms.ts';
import type { Database } from './platform/db/index.ts';
import { createLogger } from './platform/log.ts';

let dataDir: string;
let prometheus: PrometheusServer;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'locum-erase-'));
  prometheus = await startRecordedShop();
});
afterAll(async () => {
  await prometheus.stop();
  rmSync(dataDir, { recursive: true });
});

it('erasing an organisation leaves no row of it in any table, and every row of others', async () => {
  const config = readConfig({ LOCUM_DATA_DIR: dataDir, LOCUM_PORT: '0', LOCUM_PROMETHEUS_URL: prometheus.url });
  const clock = { now: () => RECORDED_AT * 1000, monotonic: () => performance.now() };
  const database = await createTestDatabase('PGlite');
  const app = await createApp(config, { database, clock, log: createLogger({ level: 'silent' }) });
  const { url, link } = await app.start();
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  const send = (method: string, path: string, body: object) =>
    fetch(`${url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) });

  const signedIn = await send('POST', '/session/link', { token: new URL(link).hash.replace('#token=', '') });
  headers.cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const { organisation } = me.parse(await signedIn.json());
  headers['idempotency-key'] = 'key-1';
  const answered = await send('POST', '/query', { question: 'memory of cart' });
  delete headers['idempotency-key'];
  const { id } = answer.parse(await answered.json());
  await send('POST', `/history/${id}/feedback`, { verdict: 'accepted' });
  const model = { provider: 'anthropic', name: 'model', key: 'secret' };
  await send('PATCH', '/settings/models', { mode: 'nothing_leaves', models: [model] });
  await database.execute(sql`insert into embedding_models values (${organisation.id}, 'model', 3, now())`);
  // As a remote embedder leaves it.
  await database.execute(
    sql`insert into catalog_embeddings (source_id, organisation_id, family, model, dimension, content_hash, embedding)
      select id, organisation_id, 'up', 'model', 3, '', '[1,2,3]' from sources`,
  );
  // Written in the background once the catalog is known.
  await expect.poll(() => emptyTables(database)).toEqual([]);

  const stranger = '01997000-0000-7000-8000-000000000000';
  await database.transaction((tx) => eraseOrganisation(tx, stranger));
  expect(await emptyTables(database)).toEqual([]);
  await database.transaction((tx) => eraseOrganisation(tx, organisation.id));
  expect(await emptyTables(database)).toEqual((await tables()).map((table) => getTableConfig(table).name));
  await app.stop();
});

async function tables(): Promise<PgTable[]> {
  return Object.values(await loadTables()).filter((value) => value instanceof PgTable);
}

async function emptyTables(database: Database): Promise<string[]> {
  const names: string[] = [];
  for (const table of await tables()) {
    if ((await database.select().from(table).limit(1)).length === 0) names.push(getTableConfig(table).name);
  }
  return names;
}
