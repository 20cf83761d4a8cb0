import { connect, createServer, type Socket } from 'node:net';
import { type PostgresServer, startPostgres } from '@locum/testkit';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findAppError } from '../errors.ts';
import { createLogger } from '../log.ts';
import { openDatabase } from './index.ts';

const log = createLogger({ level: 'silent' });
const failureOf = (work: Promise<unknown>) => work.then(() => null, findAppError);

describe('a PostgreSQL server', () => {
  let server: PostgresServer;
  beforeEach(async () => {
    server = await startPostgres();
  });
  afterEach(() => server.stop());
  const open = () => openDatabase({ url: server.url, dataDir: '', log });

  // proves: SAFE-09
  it('is migrated once when three servers start on it at the same time', async () => {
    const databases = await Promise.all([open(), open(), open()]);
    const [database] = databases;
    const applied = await database.execute(sql`select hash from drizzle.__drizzle_migrations`);
    expect(applied.rows.length).toBe(new Set(applied.rows.map(({ hash }) => hash)).size);
    await Promise.all(databases.map((each) => each.close()));
  });

  it('that goes away makes queries and transactions fail with storage_unavailable', async () => {
    const database = await open();
    await server.kill();
    expect(await failureOf(database.ping())).toMatchObject({ code: 'storage_unavailable', retryable: true });
    const transaction = database.transaction((tx) => tx.execute(sql`select 1`));
    expect(await failureOf(transaction)).toMatchObject({ code: 'storage_unavailable' });
    await database.close();
  });

  it('that ends all connections is used again by the next query', async () => {
    const database = await open();
    const others = sql`select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname is not null`;
    const second = await open();
    await second.ping();
    await database.execute(others);
    // A connection that broke while idle may be noticed only by the query that uses it.
    await second.ping().catch(() => undefined);
    await second.ping();
    await database.close();
    await second.close();
  });

  it('that lost a commit to another transaction is a conflict to try again', async () => {
    const database = await open();
    await database.execute(sql`create table counted (n int); insert into counted values (0)`);
    const count = () =>
      database.transaction(async (tx) => {
        await tx.execute(sql`set transaction isolation level serializable`);
        await tx.execute(sql`select n from counted`);
        await tx.execute(sql`select pg_sleep(0.2)`);
        await tx.execute(sql`update counted set n = n + 1`);
      });
    const outcomes = await Promise.allSettled([count(), count()]);
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(findAppError(failed?.reason)).toMatchObject({ code: 'conflict', retryable: true });
    await database.close();
  });

  it('that is migrated by another server is waited for longer than a statement may take', async () => {
    const other = new pg.Client({ connectionString: server.url });
    await other.connect();
    await other.query('select pg_advisory_lock(7220113)');
    const opening = openDatabase({ url: server.url, dataDir: '', log, statementTimeoutMs: 200 });
    await new Promise((resolve) => setTimeout(resolve, 600));
    await other.end();
    const database = await opening;
    await database.ping();
    await database.close();
  });

  it('that falls silent makes queries and transactions fail instead of wait for ever', async () => {
    const way = await startSilencer(Number(new URL(server.url).port));
    const url = server.url.replace(/:\d+\//, `:${way.port}/`);
    const database = await openDatabase({ url, dataDir: '', log, statementTimeoutMs: 100 });
    await database.ping();
    way.silence();
    const failures = await Promise.all([
      failureOf(database.ping()),
      failureOf(database.transaction((tx) => tx.execute(sql`select 1`))),
    ]);
    expect(failures).toMatchObject([{ code: 'storage_unavailable' }, { code: 'storage_unavailable' }]);
    await database.close();
    way.stop();
  });

  it('that does not exist is reported with the code of storage, not with a stack of the driver', async () => {
    const url = 'postgres://nobody@127.0.0.1:9/nothing';
    expect(await failureOf(openDatabase({ url, dataDir: '', log }))).toMatchObject({ code: 'storage_unavailable' });
  });
});

/** A way to a server on which, from some moment on, nothing travels any more, as behind a firewall that forgot the connection. */
async function startSilencer(target: number) {
  const sockets = new Set<Socket>();
  let isSilent = false;
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from.on('error', () => undefined));
      from.on('data', (bytes) => {
        if (!isSilent) to.write(bytes);
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' ? address?.port : undefined,
    silence: () => {
      isSilent = true;
    },
    stop: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
