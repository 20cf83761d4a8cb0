import { type PostgresServer, startPostgres } from '@locum/testkit';
import { sql } from 'drizzle-orm';
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

  it('that does not exist is reported with the code of storage, not with a stack of the driver', async () => {
    const url = 'postgres://nobody@127.0.0.1:9/nothing';
    expect(await failureOf(openDatabase({ url, dataDir: '', log }))).toMatchObject({ code: 'storage_unavailable' });
  });
});
