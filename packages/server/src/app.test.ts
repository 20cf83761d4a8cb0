import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as contracts from '@locum/contracts';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadTables } from '../scripts/tables.ts';
import { createTestDatabase } from '../test/database.ts';
import { type App, createApp } from './app.ts';
import { readConfig } from './config.ts';
import { dataRooms } from './data-rooms.ts';
import type { Database } from './platform/db/index.ts';
import { findRunningServer } from './platform/local-access/index.ts';
import { createLogger } from './platform/log.ts';

const log = createLogger({ level: 'silent' });

describe('the server', () => {
  let dataDir: string;
  let database: Database;
  let app: App;
  let url: string;
  let link: string;
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'locum-app-'));
    database = await createTestDatabase('PGlite');
    const config = readConfig({ LOCUM_DATA_DIR: dataDir, LOCUM_PORT: '0' });
    app = await createApp(config, { database, log, validateReplies: true });
    ({ url, link } = await app.start());
  });
  afterAll(async () => {
    await app.stop();
    rmSync(dataDir, { recursive: true });
  });

  it('serves every contract', () => {
    const exported: unknown[] = Object.values(contracts);
    const routes = exported.filter(isRoute);
    const served = new Set(app.fastify.contracts.map(({ method, path }) => `${method} ${path}`));
    expect(routes.map(({ method, path }) => `${method} ${path}`).filter((route) => !served.has(route))).toEqual([]);
  });

  it('takes an Idempotency-Key wherever a POST creates or runs', () => {
    const without = app.fastify.contracts.filter(
      ({ method, takesIdempotencyKey }) => method === 'POST' && !takesIdempotencyKey,
    );
    expect(without.map(({ path }) => path)).toEqual([
      // Replies with secrets, which are not stored.
      ...['/api/v1/session/link', '/api/v1/session/links'],
      // Change nothing.
      ...['/api/v1/query/explain', '/api/v1/query/check'],
    ]);
  });

  // proves: SAFE-07
  it('takes no field that its contract does not name, however deep', () => {
    const loose = app.fastify.contracts.flatMap(({ path, body, query }) =>
      [body, query].filter((part) => part !== undefined && !isStrict(toInputSchema(part))).map(() => path),
    );
    expect(loose).toEqual([]);
  });

  it('lets nobody in but through the link that it prints at its start', async () => {
    expect((await fetch(`${url}/api/v1/me`)).status).toBe(401);
    const token = new URL(link).hash.replace('#token=', '');
    const reply = await fetch(`${url}/api/v1/session/link`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    const cookie = reply.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect((await fetch(`${url}/api/v1/me`, { headers: { cookie } })).status).toBe(200);
  });

  it('says how it is, and where it runs', async () => {
    const how = await (await fetch(`${url}/api/v1/health`)).json();
    expect(how).toEqual({ status: expect.stringMatching(/^(up|degraded)$/), at: expect.any(String) });
    expect(findRunningServer(dataDir)).toBe(url);
  });

  it('lets nobody in without a principal but where the contract says public', async () => {
    for (const route of app.fastify.contracts.filter(({ access }) => access !== 'public')) {
      const address = route.path.replaceAll(/:\w+/g, 'x');
      const reply = await app.fastify.inject({ method: route.method, url: address, headers: { host: 'localhost' } });
      expect([route.path, reply.statusCode]).toEqual([route.path, 401]);
    }
  });
});

describe('what is stored', () => {
  const tables = async () =>
    Object.values(await loadTables())
      .filter((value) => value instanceof PgTable)
      .map(getTableConfig);

  it('every table is covered by the data rights of its domain', async () => {
    const covered = new Set(dataRooms.flatMap(({ dataRights }) => dataRights.tables));
    expect((await tables()).map(({ name }) => name).filter((name) => !covered.has(name))).toEqual([]);
  });

  it('every table but organisations and users says whose its rows are', async () => {
    const ownerless = (await tables()).filter(
      ({ columns }) => !columns.some(({ name, notNull }) => /^organisation_?id$/i.test(name) && notNull),
    );
    expect(ownerless.map(({ name }) => name).sort()).toEqual(['organisations', 'users']);
  });
});

describe('stopping', () => {
  it('lets a request in flight finish, refuses what comes later, and is done within five seconds', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'locum-stop-'));
    const app = await createApp(readConfig({ LOCUM_DATA_DIR: dataDir, LOCUM_PORT: '0' }), {
      database: await createTestDatabase('PGlite'),
      log,
    });
    let release: (text: string) => void = () => undefined;
    let arrived: () => void = () => undefined;
    const inFlight = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    app.fastify.get('/slow', () => {
      arrived();
      return new Promise<string>((resolve) => {
        release = resolve;
      });
    });
    const { url } = await app.start();
    const slow = fetch(`${url}/slow`);
    await inFlight;
    const startedAt = performance.now();
    const stopped = app.stop();
    setTimeout(() => release('finished'), 100);
    expect(await (await slow).text()).toBe('finished');
    await stopped;
    expect(performance.now() - startedAt).toBeLessThan(5000);
    await expect(fetch(`${url}/health`)).rejects.toThrow();
    expect(findRunningServer(dataDir)).toBeNull();
    rmSync(dataDir, { recursive: true });
  });
});

function isRoute(value: unknown): value is contracts.Route {
  return typeof value === 'object' && value !== null && 'path' in value && 'reply' in value;
}

const toInputSchema = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

/** Whether every object with named properties, in a JSON schema, refuses others. */
function isStrict(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return true;
  if ('properties' in schema && (!('additionalProperties' in schema) || schema.additionalProperties !== false))
    return false;
  return Object.values(schema).every(isStrict);
}
