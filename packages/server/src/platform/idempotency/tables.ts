import { index, json, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** What a request came to: a reply, or an error that would come again. */
export type Outcome =
  | { readonly reply: unknown }
  | { readonly error: { readonly code: string; readonly hint?: string | undefined } };

// No foreign key to `organisations`: platform knows no domain. `dataRights` of this folder erases these rows.

/** Requests sent with an `Idempotency-Key`. One without outcome and run is in flight. */
export const keyedRequests = pgTable(
  'keyed_requests',
  {
    organisationId: uuid().notNull(),
    /** Kind and id. Keys of one caller mean nothing to another. */
    principal: text().notNull(),
    keyHash: text().notNull(),
    fingerprint: text().notNull(),
    /** Of the request that does the work: one that was given up must not end its successor's. */
    claimId: uuid().notNull(),
    claimedAt: timestamp({ withTimezone: true }).notNull(),
    /** Of a request that streams: its events are read again from there. */
    runId: uuid(),
    // `json`, not `jsonb`: it keeps the order of fields and any text, and is never searched.
    outcome: json().$type<Outcome>(),
  },
  (table) => [
    primaryKey({ columns: [table.organisationId, table.principal, table.keyHash] }),
    index().on(table.claimedAt),
  ],
);
