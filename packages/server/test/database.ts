import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '@locum/testkit';
import pg from 'pg';
import { type Database, openDatabase, openEmbedded } from '../src/platform/db/database.ts';
import { startEmbeddedPostgres } from '../src/platform/db/embedded-postgres.ts';
import { migrationsFolder } from '../src/platform/db/migrate.ts';
import { createLogger } from '../src/platform/log.ts';

export type Engine = 'PGlite' | 'PostgreSQL';

/** Stores and routes are tested on both: `describe.each(engines)('… on %s', (engine) => …)`. */
export const engines: readonly Engine[] = ['PGlite', 'PostgreSQL'];

const log = createLogger({ level: 'silent' });

/** An empty database with all migrations applied, gone after `close`. */
export function createTestDatabase(engine: Engine): Promise<Database> {
  return engine === 'PGlite' ? createEmbedded() : createOnServer();
}

async function createEmbedded(): Promise<Database> {
  return openEmbedded(startEmbeddedPostgres({ template: await getTemplate(), log }), log);
}

// Creating a data folder takes 3 s and loading a copy of one a fraction, so it is made once per set of migrations.
async function getTemplate(): Promise<Uint8Array> {
  const folder = fileURLToPath(new URL('../../../node_modules/.cache/locum', import.meta.url));
  const path = join(folder, `pglite-${hashOfMigrations()}.tar`);
  try {
    return readFileSync(path);
  } catch {
    const embedded = startEmbeddedPostgres({ log });
    const pool = await openEmbedded({ ...embedded, close: async () => undefined }, log);
    await pool.close();
    const tar = await embedded.dump();
    await embedded.close();
    mkdirSync(folder, { recursive: true });
    // Renamed into place: suites that run at the same time must never read half a file.
    writeFileSync(`${path}.${process.pid}`, tar);
    renameSync(`${path}.${process.pid}`, path);
    return tar;
  }
}

function hashOfMigrations(): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(migrationsFolder)
    .filter((name) => name.endsWith('.sql'))
    .sort()) {
    hash.update(file).update(readFileSync(join(migrationsFolder, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

let server: ReturnType<typeof startPostgres> | null = null;
let count = 0;

// One server per test file; it ends with the process of that file (see `guardProcesses` in testkit).
async function createOnServer(): Promise<Database> {
  server ??= startPostgres();
  const { url, urlOf } = await server;
  const name = `test_${process.pid}_${++count}`;
  await run(url, `create database ${name}`);
  const database = await openDatabase({ url: urlOf(name), dataDir: '', log, poolSize: 5 });
  const disconnect = database.close;
  return Object.assign(database, {
    close: async () => {
      await disconnect();
      await run(url, `drop database ${name} with (force)`);
    },
  });
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
