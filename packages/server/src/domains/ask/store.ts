import type { Answer, FeedbackVerdict } from '@locum/contracts';
import { and, desc, eq, ilike, isNotNull, lt, or, sql } from 'drizzle-orm';
import type { Database } from '../../platform/db/index.ts';
import { isId } from '../../platform/ids.ts';
import { type FinishedRun, storeFinishedRuns } from '../../platform/run-log/index.ts';
import { examples, questions } from './tables.ts';

export type QuestionRow = typeof questions.$inferSelect;
export type NewQuestion = typeof questions.$inferInsert;
export type ExampleRow = typeof examples.$inferSelect;
export type AskStore = ReturnType<typeof createAskStore>;

export interface HistoryPage {
  readonly search?: string | undefined;
  /** Exclusive: the last entry of the page before. */
  readonly after?: { readonly askedAt: Date; readonly id: string } | undefined;
  readonly limit: number;
}

/** A history entry without its answer, which can be large. */
const entryColumns = getColumns();
export type EntryRow = Omit<QuestionRow, 'answer'>;

export function createAskStore(database: Database) {
  return {
    /** All or none; with the runs of those questions that nobody could follow, in one statement. */
    async insert(rows: readonly NewQuestion[], runs: readonly FinishedRun[]): Promise<void> {
      const insert = database.insert(questions).values([...rows]);
      if (runs.length === 0) await insert;
      else await storeFinishedRuns(database, runs, [database.$with('kept').as(insert.returning({ id: questions.id }))]);
    },

    async list(organisationId: string, { search, after, limit }: HistoryPage): Promise<EntryRow[]> {
      const pattern = search === undefined ? undefined : `%${search.replace(/[\\%_]/g, '\\$&')}%`;
      return database
        .select(entryColumns)
        .from(questions)
        .where(
          and(
            eq(questions.organisationId, organisationId),
            pattern === undefined
              ? undefined
              : or(
                  ilike(questions.question, pattern),
                  ilike(questions.headline, pattern),
                  and(isNotNull(questions.promql), ilike(questions.promql, pattern)),
                ),
            after === undefined
              ? undefined
              : or(
                  lt(questions.askedAt, after.askedAt),
                  and(eq(questions.askedAt, after.askedAt), lt(questions.id, after.id)),
                ),
          ),
        )
        .orderBy(desc(questions.askedAt), desc(questions.id))
        .limit(limit);
    },

    async find(organisationId: string, id: string): Promise<QuestionRow | null> {
      if (!isId(id)) return null;
      const where = and(eq(questions.organisationId, organisationId), eq(questions.id, id));
      return (await database.select().from(questions).where(where))[0] ?? null;
    },

    /** The answer of a question, or of the one that it shares it with. */
    async findAnswer(organisationId: string, row: QuestionRow): Promise<Answer | null> {
      if (row.answer !== null) return row.answer;
      return row.answerOf === null ? null : ((await this.find(organisationId, row.answerOf))?.answer ?? null);
    },

    async setFeedback(
      organisationId: string,
      id: string,
      feedback: { verdict: FeedbackVerdict; editedPromql: string | null; note: string | null },
    ): Promise<void> {
      const where = and(eq(questions.organisationId, organisationId), eq(questions.id, id));
      await database.update(questions).set(feedback).where(where);
    },

    listExamples: (organisationId: string): Promise<ExampleRow[]> =>
      database.select().from(examples).where(eq(examples.organisationId, organisationId)).orderBy(examples.createdAt),

    /** The newest word on a question counts. */
    async saveExample(row: typeof examples.$inferInsert): Promise<void> {
      const { question, promql, kind, rangeSeconds, unit, reading, origin, createdAt } = row;
      await database
        .insert(examples)
        .values(row)
        .onConflictDoUpdate({
          target: [examples.organisationId, examples.sourceId, examples.key],
          set: {
            question,
            promql,
            kind,
            rangeSeconds,
            unit,
            reading,
            origin,
            createdAt,
            useCount: 0,
            lastUsedAt: null,
          },
        });
    },

    async removeExample(organisationId: string, sourceId: string, key: string): Promise<void> {
      await database
        .delete(examples)
        .where(
          and(eq(examples.organisationId, organisationId), eq(examples.sourceId, sourceId), eq(examples.key, key)),
        );
    },

    async countUse(organisationId: string, id: string, usedAt: Date): Promise<void> {
      await database
        .update(examples)
        .set({ useCount: sql`${examples.useCount} + 1`, lastUsedAt: usedAt })
        .where(and(eq(examples.organisationId, organisationId), eq(examples.id, id)));
    },
  };
}

function getColumns() {
  return {
    id: questions.id,
    organisationId: questions.organisationId,
    sourceId: questions.sourceId,
    askedBy: questions.askedBy,
    question: questions.question,
    readAs: questions.readAs,
    previousQuestionId: questions.previousQuestionId,
    status: questions.status,
    headline: questions.headline,
    promql: questions.promql,
    planner: questions.planner,
    askedAt: questions.askedAt,
    ms: questions.ms,
    cached: questions.cached,
    answerOf: questions.answerOf,
    verdict: questions.verdict,
    editedPromql: questions.editedPromql,
    note: questions.note,
  };
}
