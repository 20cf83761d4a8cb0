import { sql } from 'drizzle-orm';
import { boolean, index, pgTable, text, timestamp, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { organisations } from '../accounts/index.ts';

/** A connected telemetry system. `sealedSettings` holds all settings, encrypted with the row's id as context. */
export const sources = pgTable(
  'sources',
  {
    id: uuid().primaryKey(),
    organisationId: uuid()
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    kind: text({ enum: ['prometheus'] }).notNull(),
    /** Without user info. */
    url: text().notNull(),
    sealedSettings: text().notNull(),
    isDefault: boolean().notNull(),
    /** Made from the server's own configuration, which may change its address at the next start. */
    isSeeded: boolean().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    unique('sources_organisation_name_unique').on(table.organisationId, table.name),
    uniqueIndex('sources_one_default').on(table.organisationId).where(sql`${table.isDefault}`),
    uniqueIndex('sources_one_seeded').on(table.organisationId).where(sql`${table.isSeeded}`),
    index().on(table.organisationId),
  ],
);
