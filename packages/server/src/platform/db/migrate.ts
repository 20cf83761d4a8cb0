import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import type pg from 'pg';
import { AppError } from '../errors.ts';

export const migrationsFolder = fileURLToPath(new URL('../../../migrations', import.meta.url));

// Any constant will do; it must never change, since servers of different versions meet at it.
const LOCK_KEY = 7_220_113;

type Client = pg.Client | pg.PoolClient;

/**
 * Applies the migrations that are missing, forward only. An advisory lock makes servers that start together wait for
 * each other; the second finds nothing left to do.
 */
export async function migrateDatabase(client: Client): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [LOCK_KEY]);
  try {
    await loadVector(client);
    await migrate(drizzle(client), { migrationsFolder });
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK_KEY]);
  }
}

async function loadVector(client: Client): Promise<void> {
  try {
    await client.query('create extension if not exists vector');
  } catch (cause) {
    throw new AppError('storage_unavailable', {
      internal:
        'PostgreSQL could not load the extension "vector". Install pgvector on the database server, or let an administrator run "create extension vector" in this database.',
      cause,
      retryable: false,
    });
  }
}
