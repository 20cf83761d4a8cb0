import type { SourceKind } from '@locum/contracts';
import { and, asc, eq } from 'drizzle-orm';
import type { Database, Queries } from '../../platform/db/index.ts';
import { isId } from '../../platform/ids.ts';
import { organisations } from '../accounts/index.ts';
import { sources } from './tables.ts';

export type SourceRow = typeof sources.$inferSelect;

export interface NewSource {
  readonly id: string;
  readonly organisationId: string;
  readonly name: string;
  readonly kind: SourceKind;
  readonly url: string;
  readonly sealedSettings: string;
  readonly createdAt: Date;
}

export function createSourceStore(database: Database) {
  return {
    /** Of all organisations, for background work. */
    listAll: () => database.select().from(sources).orderBy(asc(sources.createdAt), asc(sources.id)),
    list: (organisationId: string) => listOf(database, organisationId),

    async find(organisationId: string, id: string): Promise<SourceRow | null> {
      if (!isId(id)) return null;
      const where = and(eq(sources.organisationId, organisationId), eq(sources.id, id));
      return (await database.select().from(sources).where(where))[0] ?? null;
    },

    /** The first source of an organisation becomes its default. Null when the name is taken. */
    insert: (row: NewSource): Promise<SourceRow | null> =>
      database.transaction(async (tx) => {
        await lockOrganisation(tx, row.organisationId);
        const isDefault = (await listOf(tx, row.organisationId)).length === 0;
        const inserted = await tx
          .insert(sources)
          .values({ ...row, isDefault, isSeeded: false })
          .onConflictDoNothing({ target: [sources.organisationId, sources.name] })
          .returning();
        return inserted[0] ?? null;
      }),

    /** Makes the one source that comes from configuration, unless another server just did. */
    insertSeeded: (row: NewSource): Promise<void> =>
      database.transaction(async (tx) => {
        await lockOrganisation(tx, row.organisationId);
        const existing = await listOf(tx, row.organisationId);
        const isDefault = !existing.some((source) => source.isDefault);
        const taken = new Set(existing.filter((source) => !source.isSeeded).map(({ name }) => name));
        const name = pickFreeName(row.name, taken);
        await tx
          .insert(sources)
          .values({ ...row, name, isDefault, isSeeded: true })
          .onConflictDoNothing();
      }),

    async updateSettings(row: Pick<SourceRow, 'id' | 'organisationId' | 'url' | 'sealedSettings'>): Promise<void> {
      const where = and(eq(sources.organisationId, row.organisationId), eq(sources.id, row.id));
      await database.update(sources).set({ url: row.url, sealedSettings: row.sealedSettings }).where(where);
    },

    /** When the default goes, the oldest of the others takes its place. False when there was none of this id. */
    remove: (organisationId: string, id: string): Promise<boolean> =>
      database.transaction(async (tx) => {
        if (!isId(id)) return false;
        await lockOrganisation(tx, organisationId);
        const where = and(eq(sources.organisationId, organisationId), eq(sources.id, id));
        const [removed] = await tx.delete(sources).where(where).returning();
        if (removed === undefined) return false;
        const [next] = removed.isDefault ? await listOf(tx, organisationId) : [];
        if (next !== undefined) {
          const heir = and(eq(sources.organisationId, organisationId), eq(sources.id, next.id));
          await tx.update(sources).set({ isDefault: true }).where(heir);
        }
        return true;
      }),
  };
}

/** Which source is the default depends on the others: changes of one organisation's sources go one after another. */
async function lockOrganisation(queries: Queries, id: string): Promise<void> {
  await queries.select().from(organisations).where(eq(organisations.id, id)).for('update');
}

function listOf(queries: Queries, organisationId: string): Promise<SourceRow[]> {
  return queries
    .select()
    .from(sources)
    .where(eq(sources.organisationId, organisationId))
    .orderBy(asc(sources.createdAt), asc(sources.id));
}

function pickFreeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted} ${number}`;
  return name;
}
