import {
  boolean,
  customType,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  real,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { organisations } from '../accounts/index.ts';
import { sources } from '../sources/index.ts';

// json, not jsonb: HELP texts and label values are strangers' text, and jsonb refuses some of it (U+0000).

/** What was discovered about a source as a whole; one row a source. */
export const catalogs = pgTable(
  'catalogs',
  {
    sourceId: uuid()
      .primaryKey()
      .references(() => sources.id, { onDelete: 'cascade' }),
    organisationId: uuid()
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    /** Where the source was then: what is known of one server says nothing about another. */
    address: text().notNull().default(''),
    discoveredAt: timestamp({ withTimezone: true }).notNull(),
    durationMs: real().notNull(),
    requests: integer().notNull(),
    serverVersion: text().notNull(),
    metadata: json().notNull(),
    rules: json().notNull(),
    panels: json().notNull(),
    scrapeIntervals: json().notNull(),
  },
  (table) => [index().on(table.organisationId)],
);

/** One row a metric name, rewritten only when it was read anew. `goneSince` is null while the last discovery saw it. */
export const catalogMetrics = pgTable(
  'catalog_metrics',
  {
    sourceId: uuid()
      .notNull()
      .references(() => sources.id, { onDelete: 'cascade' }),
    organisationId: uuid()
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    seriesCount: integer().notNull(),
    labels: json().notNull(),
    /** Null for one way of labelling. */
    variants: json(),
    isNativeHistogram: boolean().notNull(),
    readAt: timestamp({ withTimezone: true }).notNull(),
    goneSince: timestamp({ withTimezone: true }),
  },
  (table) => [primaryKey({ columns: [table.sourceId, table.name] }), index().on(table.organisationId)],
);

/** pgvector without a fixed dimension: each model has its own, which the row records. */
const vector = customType<{ data: Float32Array; driverData: string }>({
  dataType: () => 'vector',
  toDriver: (value) => `[${value.join(',')}]`,
  fromDriver: (text) => Float32Array.from(text.slice(1, -1).split(','), Number),
});

/** The meaning of one metric family by one model. The hash is of the text embedded: unchanged text is never embedded again. */
export const catalogEmbeddings = pgTable(
  'catalog_embeddings',
  {
    sourceId: uuid()
      .notNull()
      .references(() => sources.id, { onDelete: 'cascade' }),
    organisationId: uuid()
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    family: text().notNull(),
    model: text().notNull(),
    dimension: integer().notNull(),
    contentHash: text().notNull(),
    embedding: vector().notNull(),
  },
  (table) => [primaryKey({ columns: [table.sourceId, table.model, table.family] }), index().on(table.organisationId)],
);
