import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startPostgres } from '../services/postgres.ts';
import { startRedis } from '../services/redis.ts';
import { BROKER_VARIABLE, numberedDatabases, once } from './broker.ts';

export type TestDatabase = { url: string; drop(): Promise<void> };

// Outside vitest (a proof script, a bench) there is no broker: the process then has servers of its own, ended with it.
const ownPostgres = once(() => startPostgres());
const nextOwnRedis = numberedDatabases(once(() => startRedis()).get);

/**
 * A fresh, empty database with the `vector` extension on the run's shared PostgreSQL; `url` connects as superuser.
 * Throws with the reason when PostgreSQL or pgvector cannot be had.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = await findShared('postgres', ownPostgres.get);
  const name = `test_${randomBytes(6).toString('hex')}`;
  await query(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await query(url.href, 'create extension vector');
  return { url: url.href, drop: () => query(serverUrl, `drop database if exists ${name} with (force)`) };
}

/**
 * URL of an empty numbered database on the run's shared Redis. Publish/subscribe channels are shared by all of them:
 * prefix channel names, or call `startRedis` for a server of your own.
 */
export async function createTestRedis(): Promise<{ url: string }> {
  return { url: await findShared('redis', nextOwnRedis) };
}

async function findShared(service: 'postgres' | 'redis', startOwn: () => Promise<{ url: string }>): Promise<string> {
  const broker = process.env[BROKER_VARIABLE];
  if (broker === undefined) return (await startOwn()).url;
  const response = await fetch(`${broker}/${service}`);
  const body: unknown = await response.json();
  if (hasText(body, 'url')) return body.url;
  throw new Error(hasText(body, 'reason') ? body.reason : `The broker of this test run answered ${response.status}.`);
}

function hasText<Key extends string>(value: unknown, key: Key): value is Record<Key, string> {
  return typeof value === 'object' && value !== null && key in value && typeof Reflect.get(value, key) === 'string';
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
