import type { RunEvent, RunKind } from '@locum/contracts';
import { and, asc, eq, gt, isNull, lt } from 'drizzle-orm';
import type { Database } from '../db/index.ts';
import { runEvents, runs } from './tables.ts';

export interface RunRow {
  readonly id: string;
  readonly organisationId: string;
  readonly kind: RunKind;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

export type RunStore = ReturnType<typeof createRunStore>;

export function createRunStore(database: Database) {
  return {
    /** Stores events, and the run itself with the first of them, in one transaction. */
    async write(
      run: RunRow,
      batch: { isFirst: boolean; events: readonly RunEvent[]; endedAt: Date | null },
    ): Promise<void> {
      await database.transaction(async (tx) => {
        if (batch.isFirst) await tx.insert(runs).values({ ...run, endedAt: batch.endedAt });
        else if (batch.endedAt) {
          const where = and(eq(runs.organisationId, run.organisationId), eq(runs.id, run.id));
          await tx.update(runs).set({ endedAt: batch.endedAt }).where(where);
        }
        if (batch.events.length === 0) return;
        const owner = { organisationId: run.organisationId, runId: run.id };
        await tx
          .insert(runEvents)
          .values(batch.events.map((event) => ({ ...owner, ...event, at: new Date(event.at) })));
      });
    },

    async endOpen(startedBefore: Date, endedAt: Date): Promise<void> {
      await database
        .update(runs)
        .set({ endedAt })
        .where(and(isNull(runs.endedAt), lt(runs.createdAt, startedBefore)));
    },

    async find(organisationId: string, id: string): Promise<RunRow | null> {
      const where = and(eq(runs.organisationId, organisationId), eq(runs.id, id));
      return (await database.select().from(runs).where(where))[0] ?? null;
    },

    async eventsAfter(organisationId: string, runId: string, seq: number): Promise<RunEvent[]> {
      const rows = await database
        .select()
        .from(runEvents)
        .where(and(eq(runEvents.organisationId, organisationId), eq(runEvents.runId, runId), gt(runEvents.seq, seq)))
        .orderBy(asc(runEvents.seq));
      return rows.map(({ seq, name, data, at }) => ({ seq, name, data, at: at.toISOString() }));
    },
  };
}
