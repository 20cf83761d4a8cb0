import { boolean, index, integer, json, pgTable, primaryKey, real, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { organisations } from '../accounts/index.ts';

/** What an organisation lets leave for models; one row, made at its first change. Without a row the defaults hold. */
export const modelPrivacy = pgTable('model_privacy', {
  organisationId: uuid()
    .primaryKey()
    .references(() => organisations.id, { onDelete: 'cascade' }),
  /** Null: what the server's configuration says. */
  mode: text({ enum: ['nothing_leaves', 'ask_consent', 'allowed'] }),
  masksHostnames: boolean().notNull(),
  masksInstances: boolean().notNull(),
  /** Who agreed (id of the principal), when, and that data goes to these origins. Null: nobody has. */
  consentBy: text(),
  consentAt: timestamp({ withTimezone: true }),
  consentRecipients: json().$type<readonly string[]>(),
});

/** The models of an organisation in the order in which they are tried. `sealedKey` is encrypted with the row's id as context. */
export const connectedModels = pgTable(
  'connected_models',
  {
    id: uuid().primaryKey(),
    organisationId: uuid()
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    provider: text({ enum: ['openai-compatible', 'anthropic'] }).notNull(),
    url: text().notNull(),
    name: text().notNull(),
    sealedKey: text(),
    maxOutputTokens: integer().notNull(),
    temperature: real(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [index().on(table.organisationId)],
);

/** How long the vectors of an embedding model are, learned at its first call. */
export const embeddingModels = pgTable(
  'embedding_models',
  {
    organisationId: uuid()
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    model: text().notNull(),
    dimension: integer().notNull(),
    recordedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.organisationId, table.model] })],
);
