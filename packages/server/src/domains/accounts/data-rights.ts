import { eq, getTableName, notInArray } from 'drizzle-orm';
import { createDataRights, createRetention, type DataRights } from '../../platform/db/index.ts';
import { memberships, organisations, sessions, signInLinks, users } from './tables.ts';

const owned = createDataRights([sessions, signInLinks, memberships], { secrets: ['tokenHash'] });

/** The organisation goes last, and with it every user who belonged to no other. */
export const dataRights: DataRights = {
  tables: [...owned.tables, getTableName(users), getTableName(organisations)],
  async *exportOf(queries, organisationId) {
    yield* owned.exportOf(queries, organisationId);
    const people = await queries
      .select({ id: users.id, name: users.name, createdAt: users.createdAt })
      .from(users)
      .innerJoin(memberships, eq(memberships.userId, users.id))
      .where(eq(memberships.organisationId, organisationId));
    yield { table: getTableName(users), rows: people };
    const rows = await queries.select().from(organisations).where(eq(organisations.id, organisationId));
    yield { table: getTableName(organisations), rows };
  },
  async erase(queries, organisationId) {
    await owned.erase(queries, organisationId);
    await queries.delete(organisations).where(eq(organisations.id, organisationId));
    const members = queries.select({ id: memberships.userId }).from(memberships);
    await queries.delete(users).where(notInArray(users.id, members));
  },
};

/** What has expired is kept one more day, then it goes. */
export const retention = createRetention([
  { table: sessions, column: sessions.expiresAt, keep: 1 },
  { table: signInLinks, column: signInLinks.expiresAt, keep: 1 },
]);
