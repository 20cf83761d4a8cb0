import { and, eq, gt, inArray, ne, sql } from 'drizzle-orm';
import type { Database, Queries } from '../../platform/db/index.ts';
import { runInSlices } from '../../platform/interruptible/index.ts';
import type { CatalogState } from './build-snapshot.ts';
import type { MetricReading } from './discovery/reading.ts';
import { toState } from './stored-state.ts';
import { catalogEmbeddings, catalogMetrics, catalogs } from './tables.ts';

export interface CatalogKey {
  readonly organisationId: string;
  readonly sourceId: string;
}

export interface StoredCatalog {
  /** Of the source when it was discovered. */
  readonly address: string;
  readonly state: CatalogState;
  readonly durationMs: number;
  readonly requests: number;
}

export interface StoredEmbedding {
  readonly family: string;
  readonly contentHash: string;
  readonly embedding: Float32Array;
}

export type CatalogStore = ReturnType<typeof createCatalogStore>;

/** Rows in one statement, which is made in one piece. PostgreSQL takes 65,535 parameters. */
const BATCH = 250;
const EMBEDDINGS_PAGE = 200;

export function createCatalogStore(database: Database) {
  return {
    async load({ organisationId, sourceId }: CatalogKey): Promise<StoredCatalog | null> {
      const where = and(eq(catalogs.organisationId, organisationId), eq(catalogs.sourceId, sourceId));
      const [row] = await database.select().from(catalogs).where(where);
      if (row === undefined) return null;
      const metrics = await database
        .select()
        .from(catalogMetrics)
        .where(and(eq(catalogMetrics.organisationId, organisationId), eq(catalogMetrics.sourceId, sourceId)));
      const { address, durationMs, requests } = row;
      return { address, durationMs, requests, state: await runInSlices(toState(row, metrics)) };
    },

    /** When and where the source was last discovered by any server, in Unix seconds; null for never. */
    async findNewest({ organisationId, sourceId }: CatalogKey): Promise<{ at: number; address: string } | null> {
      const where = and(eq(catalogs.organisationId, organisationId), eq(catalogs.sourceId, sourceId));
      const [row] = await database
        .select({ at: catalogs.discoveredAt, address: catalogs.address })
        .from(catalogs)
        .where(where);
      return row === undefined ? null : { at: row.at.getTime() / 1000, address: row.address };
    },

    /** Notes that a discovery found everything as it was. */
    async touch(
      { organisationId, sourceId }: CatalogKey,
      { state, durationMs, requests }: StoredCatalog,
    ): Promise<void> {
      const values = { discoveredAt: toDate(state.takenAt), durationMs, requests };
      const where = and(eq(catalogs.organisationId, organisationId), eq(catalogs.sourceId, sourceId));
      await database.update(catalogs).set(values).where(where);
    },

    /** Writes what a discovery changed: metrics read anew, metrics gone or back, and the source's own row. */
    save: (key: CatalogKey, { address, state, durationMs, requests }: StoredCatalog): Promise<void> =>
      database.transaction(async (tx) => {
        const values = {
          ...key,
          address,
          discoveredAt: toDate(state.takenAt),
          durationMs,
          requests,
          serverVersion: state.serverVersion,
          metadata: [...state.metadata],
          rules: state.rules,
          panels: state.panels,
          scrapeIntervals: [...state.scrapeIntervals],
        };
        await tx
          .insert(catalogs)
          .values(values)
          .onConflictDoUpdate({
            target: catalogs.sourceId,
            set: {
              address: sql`excluded.address`,
              discoveredAt: sql`excluded.discovered_at`,
              durationMs: sql`excluded.duration_ms`,
              requests: sql`excluded.requests`,
              serverVersion: sql`excluded.server_version`,
              metadata: sql`excluded.metadata`,
              rules: sql`excluded.rules`,
              panels: sql`excluded.panels`,
              scrapeIntervals: sql`excluded.scrape_intervals`,
            },
          });
        await writeMetrics(tx, key, state);
      }),

    /** A page at a time: a vector is a text of some thousand characters to read. */
    async loadEmbeddings({ organisationId, sourceId }: CatalogKey, model: string): Promise<StoredEmbedding[]> {
      const { family, contentHash, embedding } = catalogEmbeddings;
      const loaded: StoredEmbedding[] = [];
      for (;;) {
        const page = await database
          .select({ family, contentHash, embedding })
          .from(catalogEmbeddings)
          .where(
            and(
              eq(catalogEmbeddings.organisationId, organisationId),
              eq(catalogEmbeddings.sourceId, sourceId),
              eq(catalogEmbeddings.model, model),
              gt(family, loaded.at(-1)?.family ?? ''),
            ),
          )
          .orderBy(family)
          .limit(EMBEDDINGS_PAGE);
        loaded.push(...page);
        if (page.length < EMBEDDINGS_PAGE) return loaded;
      }
    },

    /** Adds or replaces embeddings of one model. */
    async saveEmbeddings(key: CatalogKey, model: string, embeddings: readonly StoredEmbedding[]): Promise<void> {
      for (const batch of inBatches(embeddings)) {
        await database
          .insert(catalogEmbeddings)
          .values(batch.map((entry) => ({ ...key, ...entry, model, dimension: entry.embedding.length })))
          .onConflictDoUpdate({
            target: [catalogEmbeddings.sourceId, catalogEmbeddings.model, catalogEmbeddings.family],
            set: {
              contentHash: sql`excluded.content_hash`,
              dimension: sql`excluded.dimension`,
              embedding: sql`excluded.embedding`,
            },
          });
      }
    },

    /** Removes embeddings of families that are gone, and all of other models: one model at a time is in use. */
    async pruneEmbeddings(key: CatalogKey, model: string, gone: readonly string[]): Promise<void> {
      const { organisationId, sourceId } = key;
      const ofSource = and(
        eq(catalogEmbeddings.organisationId, organisationId),
        eq(catalogEmbeddings.sourceId, sourceId),
      );
      await database.delete(catalogEmbeddings).where(and(ofSource, ne(catalogEmbeddings.model, model)));
      for (const batch of inBatches(gone)) {
        await database.delete(catalogEmbeddings).where(and(ofSource, inArray(catalogEmbeddings.family, [...batch])));
      }
    },
  };
}

async function writeMetrics(tx: Queries, key: CatalogKey, state: CatalogState): Promise<void> {
  const ofSource = and(
    eq(catalogMetrics.organisationId, key.organisationId),
    eq(catalogMetrics.sourceId, key.sourceId),
  );
  const stored = await tx
    .select({ name: catalogMetrics.name, readAt: catalogMetrics.readAt, goneSince: catalogMetrics.goneSince })
    .from(catalogMetrics)
    .where(ofSource);
  const known = new Map(stored.map((row) => [row.name, row]));
  const changed = [...state.readings.values()].filter((reading) =>
    isChanged(reading, known.get(reading.name), state.takenAt),
  );
  for (const batch of inBatches(changed)) {
    await tx
      .insert(catalogMetrics)
      .values(batch.map((reading) => toRow(key, reading, state.takenAt)))
      .onConflictDoUpdate({
        target: [catalogMetrics.sourceId, catalogMetrics.name],
        set: {
          seriesCount: sql`excluded.series_count`,
          labels: sql`excluded.labels`,
          variants: sql`excluded.variants`,
          isNativeHistogram: sql`excluded.is_native_histogram`,
          readAt: sql`excluded.read_at`,
          goneSince: sql`excluded.gone_since`,
        },
      });
  }
  const forgotten = stored.map(({ name }) => name).filter((name) => !state.readings.has(name));
  for (const batch of inBatches(forgotten)) {
    await tx.delete(catalogMetrics).where(and(ofSource, inArray(catalogMetrics.name, [...batch])));
  }
}

function isChanged(
  { readAt, lastSeenAt }: MetricReading,
  row: { readonly readAt: Date; readonly goneSince: Date | null } | undefined,
  takenAt: number,
): boolean {
  if (row === undefined || row.readAt.getTime() !== toDate(readAt).getTime()) return true;
  return (row.goneSince === null) !== lastSeenAt >= takenAt;
}

function toRow(key: CatalogKey, reading: MetricReading, takenAt: number) {
  return {
    ...key,
    name: reading.name,
    seriesCount: reading.seriesCount,
    labels: [...reading.labels],
    variants: reading.variants?.map((variant) => [...variant]) ?? null,
    isNativeHistogram: reading.isNativeHistogram,
    readAt: toDate(reading.readAt),
    goneSince: reading.lastSeenAt >= takenAt ? null : toDate(reading.lastSeenAt),
  };
}

function toDate(seconds: number): Date {
  return new Date(Math.round(seconds * 1000));
}

function* inBatches<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += BATCH) yield items.slice(start, start + BATCH);
}
