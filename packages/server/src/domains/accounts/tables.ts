import { index, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';

/** The anchor: every row that belongs to a customer names one of these. */
export const organisations = pgTable('organisations', {
  id: uuid().primaryKey(),
  name: text().notNull(),
  createdAt: timestamp({ withTimezone: true }).notNull(),
});

/** A person. Belongs to organisations through memberships, so it has none of its own. */
export const users = pgTable('users', {
  id: uuid().primaryKey(),
  name: text().notNull(),
  createdAt: timestamp({ withTimezone: true }).notNull(),
});

export const memberships = pgTable(
  'memberships',
  {
    id: uuid().primaryKey(),
    organisationId: uuid()
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: text({ enum: ['member', 'admin'] }).notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    unique('memberships_organisation_user_unique').on(table.organisationId, table.userId),
    index().on(table.userId),
  ],
);

/** A signed-in browser or command line. Only the hash of the token it holds is stored. */
export const sessions = pgTable(
  'sessions',
  {
    id: uuid().primaryKey(),
    organisationId: uuid()
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    tokenHash: text().notNull().unique('sessions_token_hash_unique'),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [index().on(table.organisationId), index().on(table.userId), index().on(table.expiresAt)],
);

/** A one-time link that signs its redeemer in as `userId`. Redeemed links stay until they expire, to be told apart from forged ones. */
export const signInLinks = pgTable(
  'sign_in_links',
  {
    id: uuid().primaryKey(),
    organisationId: uuid()
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    tokenHash: text().notNull().unique('sign_in_links_token_hash_unique'),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    redeemedAt: timestamp({ withTimezone: true }),
  },
  (table) => [index().on(table.organisationId), index().on(table.expiresAt)],
);
