import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase } from '../../../test/database.ts';
import { createOrganisation } from '../../../test/organisation.ts';
import type { Database } from '../../platform/db/index.ts';
import { createId } from '../../platform/ids.ts';
import type { FinishedRun } from '../../platform/run-log/index.ts';
import { createHistoryWriter } from './history-writer.ts';
import { createAskStore, type NewQuestion } from './store.ts';

let database: Database;
let organisationId: string;
beforeAll(async () => {
  database = await createTestDatabase('PostgreSQL');
  organisationId = await createOrganisation(database);
});
afterAll(() => database.close());

function rowOf(id = createId()): NewQuestion {
  const about = { question: 'x', status: 'declined', headline: 'x', askedBy: 'someone' } as const;
  return { id, organisationId, ...about, askedAt: new Date(), ms: 1, cached: false };
}

function runOf({ id }: NewQuestion): FinishedRun {
  const at = new Date();
  const events = [{ seq: 1, at: at.toISOString(), name: 'run', data: { id } }];
  return { id, organisationId, kind: 'question', createdAt: at, endedAt: at, events };
}

it('has committed a question once it says so, however many come together', async () => {
  const store = createAskStore(database);
  const writer = createHistoryWriter(store);
  const rows = Array.from({ length: 250 }, () => rowOf());
  await Promise.all(
    rows.map(async (row, index) => {
      await writer.write(row, index % 2 === 0 ? runOf(row) : undefined);
      expect(await store.find(organisationId, row.id)).not.toBeNull();
    }),
  );
});

it('keeps the others when one question cannot be kept, and tells that one', async () => {
  const store = createAskStore(database);
  const writer = createHistoryWriter(store);
  const [first, other] = [rowOf(), rowOf()];
  await writer.write(first);
  const outcomes = await Promise.allSettled([writer.write(rowOf(first.id)), writer.write(other, runOf(other))]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  expect(await store.find(organisationId, other.id)).not.toBeNull();
});

it('says that it fails until it works again', async () => {
  const writer = createHistoryWriter(createAskStore(database));
  const row = rowOf();
  await writer.write(row);
  await expect(writer.write(row)).rejects.toThrow();
  expect(writer.failure).not.toBeNull();
  await writer.write(rowOf());
  expect(writer.failure).toBeNull();
});
