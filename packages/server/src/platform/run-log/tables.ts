import { index, integer, json, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

// No foreign key to `organisations`: platform knows no domain. `dataRights` of this folder erases these rows.

/** One thing that takes time. */
export const runs = pgTable(
  'runs',
  {
    id: uuid().primaryKey(),
    organisationId: uuid().notNull(),
    kind: text({ enum: ['question'] }).notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    endedAt: timestamp({ withTimezone: true }),
  },
  (table) => [index().on(table.organisationId), index().on(table.createdAt)],
);

export const runEvents = pgTable(
  'run_events',
  {
    organisationId: uuid().notNull(),
    runId: uuid()
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    seq: integer().notNull(),
    name: text().notNull(),
    // `json`, not `jsonb`: it keeps any text a question may hold, NUL and lone surrogates included, and is never searched.
    data: json().$type<unknown>().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.seq] }), index().on(table.organisationId)],
);
