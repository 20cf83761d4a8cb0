import { eq, getTableName, lt } from 'drizzle-orm';
import type { AnyPgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Queries } from './database.ts';

/** A table whose rows belong to an organisation. */
export type OwnedTable = PgTable & { readonly organisationId: AnyPgColumn };

/** What a domain holds about an organisation: every table of it, to hand out and to erase. */
export interface DataRights {
  /** SQL names of the tables covered. */
  readonly tables: readonly string[];
  /** All rows of the organisation, table by table. Secrets are left out. */
  exportOf(queries: Queries, organisationId: string): AsyncIterable<{ table: string; rows: Record<string, unknown>[] }>;
  erase(queries: Queries, organisationId: string): Promise<void>;
}

/** For how many days each kind of record is kept, by name; zero keeps it for ever. */
export type KeepDays = Readonly<Record<string, number>>;

/** Deletes what is older than it may become. `sweep` answers how many rows went. */
export interface Retention {
  readonly tables: readonly string[];
  sweep(queries: Queries, options: { readonly now: Date; readonly keepDays: KeepDays }): Promise<number>;
}

export interface RetentionRule {
  readonly table: PgTable;
  /** The timestamp that ages. */
  readonly column: AnyPgColumn;
  /** A fixed number of days, or the name of a setting in `KeepDays`. */
  readonly keep: number | string;
}

/**
 * Data rights over tables with an `organisationId` column. List children before parents: rows are erased in that order.
 * `secrets` names columns that never leave, such as hashes and encrypted credentials.
 */
export function createDataRights(
  tables: readonly OwnedTable[],
  options: { secrets?: readonly string[] } = {},
): DataRights {
  const secrets = new Set(options.secrets ?? []);
  return {
    tables: tables.map((table) => getTableName(table)),
    async *exportOf(queries, organisationId) {
      for (const table of tables) {
        const rows = await queries.select().from(table).where(eq(table.organisationId, organisationId));
        yield { table: getTableName(table), rows: rows.map((row) => withoutSecrets(row, secrets)) };
      }
    },
    async erase(queries, organisationId) {
      for (const table of tables) await queries.delete(table).where(eq(table.organisationId, organisationId));
    },
  };
}

export function createRetention(rules: readonly RetentionRule[]): Retention {
  return {
    tables: rules.map(({ table }) => getTableName(table)),
    async sweep(queries, { now, keepDays }) {
      let removed = 0;
      for (const { table, column, keep } of rules) {
        const days = typeof keep === 'number' ? keep : getDays(keepDays, keep);
        if (days === 0) continue;
        const oldest = new Date(now.getTime() - days * 86_400_000);
        removed += (await queries.delete(table).where(lt(column, oldest))).rowCount ?? 0;
      }
      return removed;
    },
  };
}

function getDays(keepDays: KeepDays, name: string): number {
  const days = keepDays[name];
  if (days === undefined) throw new Error(`no retention setting is named "${name}"`);
  return days;
}

function withoutSecrets(row: Record<string, unknown>, secrets: ReadonlySet<string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !secrets.has(name)));
}
