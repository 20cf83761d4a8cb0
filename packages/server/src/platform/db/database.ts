import { mkdirSync } from 'node:fs';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { findAppError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { lockFolder } from './folder-lock.ts';
import { migrateDatabase } from './migrate.ts';
import { createServerPool, type ServerPostgresOptions, withPatientConnection } from './server-postgres.ts';
import { toStorageError } from './storage-error.ts';

/** SQL through drizzle's builder, on the pool or inside a transaction. Stores take this, so that both work. */
export type Queries = Omit<NodePgDatabase, 'transaction' | '$client'>;

/**
 * The one door to the tables. Failed infrastructure throws AppError `storage_full` or `storage_unavailable`
 * (possibly as the cause of drizzle's own error; `platform/http` looks for it).
 */
export interface Database extends Queries {
  /** Commits when `work` resolves, else rolls back and throws what `work` threw. Use only the given `tx` inside. */
  transaction<T>(work: (tx: Queries) => Promise<T>): Promise<T>;
  /** Throws when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** PostgreSQL connection URL. Without it the embedded database in `dataDir` is used. */
  readonly url?: string | undefined;
  readonly dataDir: string;
  readonly log: Logger;
  /** Connections to PostgreSQL. The embedded database has exactly one. */
  readonly poolSize?: number | undefined;
  /** Longest time of one statement on PostgreSQL, migrations aside. Default 60 s. */
  readonly statementTimeoutMs?: number | undefined;
}

// `createdAt` in TypeScript is `created_at` in SQL; the migration generator uses the same rule.
const NAMING = { casing: 'snake_case' } as const;

/** Opens the database and brings its tables up to date. Safe when several servers start at once on one PostgreSQL. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  if (options.url !== undefined) return openServer({ ...options, url: options.url });
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const lock = lockFolder(options.dataDir);
  const embedded = startEmbeddedPostgres({ folder: `${options.dataDir}/db`, log: options.log });
  const closeAll = async () => {
    await embedded.close();
    lock.release();
  };
  return openMigrated(createEmbeddedPool(embedded), options.log, closeAll).catch(async (cause: unknown) => {
    await closeAll();
    throw cause;
  });
}

/** A database over an embedded PostgreSQL that the caller owns, as tests make from their template. */
export function openEmbedded(embedded: EmbeddedPostgres, log: Logger): Promise<Database> {
  return openMigrated(createEmbeddedPool(embedded), log, () => embedded.close());
}

async function openServer(options: DatabaseOptions & ServerPostgresOptions): Promise<Database> {
  try {
    await withPatientConnection(options.url, migrateDatabase);
  } catch (cause) {
    throw toStorageError(cause);
  }
  return createDatabase(watch(createServerPool(options), options.log));
}

async function openMigrated(pool: pg.Pool, log: Logger, afterClose: () => Promise<void>): Promise<Database> {
  watch(pool, log);
  try {
    const client = await pool.connect();
    try {
      await migrateDatabase(client);
    } finally {
      client.release();
    }
  } catch (cause) {
    await pool.end();
    throw toStorageError(cause);
  }
  return createDatabase(pool, afterClose);
}

function watch(pool: pg.Pool, log: Logger): pg.Pool {
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  return pool.on('error', (error) => log.warn({ err: error }, 'a database connection broke'));
}

// One connection, as PGlite is one session: transactions queue instead of mixing. The long connection timeout is the
// time that queue may take.
function createEmbeddedPool(embedded: EmbeddedPostgres): pg.Pool {
  return new pg.Pool({
    stream: () => embedded.connect(),
    user: 'postgres',
    database: 'postgres',
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: 60_000,
  });
}

function createDatabase(pool: pg.Pool, afterClose: () => Promise<void> = async () => undefined): Database {
  let closing: Promise<void> | null = null;
  const queries = drizzle(translateErrors(pool), NAMING);
  return Object.assign(queries, {
    transaction: <T>(work: (tx: Queries) => Promise<T>) => runTransaction(pool, work),
    ping: async () => void (await queries.execute('select 1')),
    close: () => {
      closing ??= pool.end().then(afterClose);
      return closing;
    },
  });
}

// Not drizzle's own: that one never gives the connection back when BEGIN fails, and with one connection that is the end.
async function runTransaction<T>(pool: pg.Pool, work: (tx: Queries) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((cause: unknown) => {
    throw toStorageError(cause);
  });
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(drizzle(translateErrors(client), NAMING));
    await client.query('commit');
    return result;
  } catch (cause) {
    const error = toStorageError(cause);
    const known = findAppError(error);
    // On a connection that is gone or silent a rollback would wait in vain; closing it rolls back too.
    if (known?.code === 'storage_unavailable') broken = known;
    else
      await client.query('rollback').catch((failure: Error) => {
        broken = failure;
      });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Makes every rejected query an error of ours where it is one of infrastructure; SQL faults pass unchanged. */
function translateErrors<C extends pg.Pool | pg.PoolClient>(client: C): C {
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (name !== 'query' || typeof value !== 'function')
        return typeof value === 'function' ? value.bind(target) : value;
      return async (...args: unknown[]) => {
        try {
          return await Reflect.apply(value, target, args);
        } catch (cause) {
          throw toStorageError(cause);
        }
      };
    },
  });
}
