import type { Answer } from '@locum/contracts';
import {
  boolean,
  doublePrecision,
  index,
  integer,
  json,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { organisations } from '../accounts/index.ts';
import { sources } from '../sources/index.ts';

/** Every question that was answered, declined or refused, with its answer. */
export const questions = pgTable(
  'questions',
  {
    /** Also the id of the run. */
    id: uuid().primaryKey(),
    organisationId: uuid()
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    sourceId: uuid().references(() => sources.id, { onDelete: 'set null' }),
    askedBy: text().notNull(),
    question: text().notNull(),
    /** A follow-up written out. */
    readAs: text(),
    previousQuestionId: uuid(),
    status: text({ enum: ['answered', 'no_data', 'declined', 'refused', 'failed'] }).notNull(),
    headline: text().notNull(),
    promql: text(),
    planner: text({ enum: ['built-in', 'model', 'user', 'example'] }),
    askedAt: timestamp({ withTimezone: true }).notNull(),
    ms: doublePrecision().notNull(),
    cached: boolean().notNull(),
    // `json`, not `jsonb`: it keeps any text that telemetry may hold, and is never searched.
    answer: json().$type<Answer>(),
    /** Of a question served from the cache: the one whose answer it shares. */
    answerOf: uuid(),
    verdict: text({ enum: ['accepted', 'edited', 'wrong'] }),
    editedPromql: text(),
    note: text(),
  },
  (table) => [
    index('questions_newest').on(table.organisationId, table.askedAt, table.id),
    index().on(table.askedAt),
    index().on(table.sourceId),
  ],
);

/** Queries that a person accepted or wrote, by question: used again, and replayed. */
export const examples = pgTable(
  'examples',
  {
    id: uuid().primaryKey(),
    organisationId: uuid()
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    sourceId: uuid()
      .notNull()
      .references(() => sources.id, { onDelete: 'cascade' }),
    question: text().notNull(),
    /** The question without what people vary: see `example-key.ts`. */
    key: text().notNull(),
    promql: text().notNull(),
    kind: text({ enum: ['instant', 'range'] }).notNull(),
    rangeSeconds: integer(),
    unit: text().notNull(),
    reading: text().notNull(),
    origin: text({ enum: ['accepted', 'edited'] }).notNull(),
    useCount: integer().notNull(),
    lastUsedAt: timestamp({ withTimezone: true }),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    uniqueIndex('examples_one_per_question').on(table.organisationId, table.sourceId, table.key),
    index().on(table.sourceId),
  ],
);
