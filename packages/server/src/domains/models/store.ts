import { and, asc, eq } from 'drizzle-orm';
import type { Database, Queries } from '../../platform/db/index.ts';
import { organisations } from '../accounts/index.ts';
import { connectedModels, embeddingModels, modelPrivacy } from './tables.ts';

export type PrivacyRow = typeof modelPrivacy.$inferSelect;
export type ModelRow = typeof connectedModels.$inferSelect;

export type ModelStore = ReturnType<typeof createModelStore>;

export function createModelStore(database: Database) {
  return {
    findPrivacy: (organisationId: string) => findPrivacy(database, organisationId),
    listModels: (organisationId: string) => listModels(database, organisationId),

    /** Whether any organisation has connected one. */
    hasModels: async () =>
      (await database.select({ id: connectedModels.id }).from(connectedModels).limit(1)).length > 0,

    /** Reads, lets `decide` say what the rows become, and writes, without another change in between. */
    change: (organisationId: string, decide: (before: StoredSettings) => StoredSettings): Promise<void> =>
      database.transaction(async (tx) => {
        await tx.select().from(organisations).where(eq(organisations.id, organisationId)).for('update');
        const before = {
          privacy: await findPrivacy(tx, organisationId),
          models: await listModels(tx, organisationId),
        };
        const after = decide(before);
        if (after.privacy !== null) {
          const { organisationId: _, ...changed } = after.privacy;
          await tx
            .insert(modelPrivacy)
            .values(after.privacy)
            .onConflictDoUpdate({ target: modelPrivacy.organisationId, set: changed });
        }
        if (after.models === before.models) return;
        await tx.delete(connectedModels).where(eq(connectedModels.organisationId, organisationId));
        if (after.models.length > 0) await tx.insert(connectedModels).values([...after.models]);
      }),

    async findDimension(organisationId: string, model: string): Promise<number | null> {
      const where = and(eq(embeddingModels.organisationId, organisationId), eq(embeddingModels.model, model));
      const rows = await database.select({ dimension: embeddingModels.dimension }).from(embeddingModels).where(where);
      return rows[0]?.dimension ?? null;
    },

    async saveDimension(row: typeof embeddingModels.$inferInsert): Promise<void> {
      const { dimension, recordedAt } = row;
      await database
        .insert(embeddingModels)
        .values(row)
        .onConflictDoUpdate({
          target: [embeddingModels.organisationId, embeddingModels.model],
          set: { dimension, recordedAt },
        });
    },
  };
}

export interface StoredSettings {
  /** Null until something is chosen. */
  readonly privacy: PrivacyRow | null;
  readonly models: readonly ModelRow[];
}

async function findPrivacy(queries: Queries, organisationId: string): Promise<PrivacyRow | null> {
  const rows = await queries.select().from(modelPrivacy).where(eq(modelPrivacy.organisationId, organisationId));
  return rows[0] ?? null;
}

function listModels(queries: Queries, organisationId: string): Promise<ModelRow[]> {
  return queries
    .select()
    .from(connectedModels)
    .where(eq(connectedModels.organisationId, organisationId))
    .orderBy(asc(connectedModels.position));
}
