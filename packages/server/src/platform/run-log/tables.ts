import { index, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

// No foreign key to `organisations`: platform knows no domain. `dataRights` of this folder erases these rows.

/** One thing that takes time. `lastSeq` is the sequence number of its newest event. */
export const runs = pgTable(
  'runs',
  {
    id: uuid().primaryKey(),
    organisationId: uuid().notNull(),
    kind: text({ enum: ['question'] }).notNull(),
    lastSeq: integer().notNull(),
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
    data: jsonb().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.seq] }), index().on(table.organisationId)],
);
