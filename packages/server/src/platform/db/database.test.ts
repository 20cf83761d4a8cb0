import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, engines } from '../../../test/database.ts';
import { createOrganisation } from '../../../test/organisation.ts';
import { organisations } from '../../domains/accounts/index.ts';
import { createId } from '../ids.ts';
import type { Database } from './index.ts';

describe.each(engines)('the database on %s', (engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await createTestDatabase(engine);
  });
  afterAll(() => database.close());

  const names = async () => (await database.select().from(organisations)).map(({ name }) => name);

  it('keeps what a transaction did when it resolves', async () => {
    await database.transaction(async (tx) => {
      await createOrganisation(tx, 'kept');
    });
    expect(await names()).toContain('kept');
  });

  it('undoes everything when a transaction throws, and throws the same error', async () => {
    const failure = new Error('changed my mind');
    const attempt = database.transaction(async (tx) => {
      await createOrganisation(tx, 'undone');
      throw failure;
    });
    await expect(attempt).rejects.toBe(failure);
    expect(await names()).not.toContain('undone');
  });

  it('goes on after a statement that fails', async () => {
    await expect(database.execute(sql`select nonsense`)).rejects.toThrow();
    await expect(database.transaction((tx) => tx.execute(sql`select nonsense`))).rejects.toThrow();
    await database.ping();
  });

  it('runs more transactions at once than it has connections', async () => {
    const before = (await names()).length;
    await Promise.all(Array.from({ length: 20 }, () => database.transaction((tx) => createOrganisation(tx))));
    expect(await names()).toHaveLength(before + 20);
  });

  it('compares vectors', async () => {
    const { rows } = await database.execute(sql`select '[1,0]'::vector <=> '[0,1]'::vector as distance`);
    expect(rows).toEqual([{ distance: 1 }]);
  });

  it('hands dates back as they were given', async () => {
    const createdAt = new Date('2026-03-29T01:30:00.123Z');
    const id = createId();
    await database.insert(organisations).values({ id, name: 'dated', createdAt });
    const rows = await database.select().from(organisations).where(sql`${organisations.id} = ${id}`);
    expect(rows[0]?.createdAt).toEqual(createdAt);
  });

  it('carries text and parameters of several megabytes', async () => {
    const name = 'ü'.repeat(2_000_000);
    const id = await createOrganisation(database, name);
    const rows = await database.select().from(organisations).where(sql`${organisations.id} = ${id}`);
    expect(rows[0]?.name === name).toBe(true);
  });
});
