import type { RunEvent, RunKind } from '@locum/contracts';
import type { WithSubquery } from 'drizzle-orm';
import type { Queries } from '../db/index.ts';
import { runEvents, runs } from './tables.ts';

/** A run that is over before anybody could follow it. */
export interface FinishedRun {
  readonly id: string;
  readonly organisationId: string;
  readonly kind: RunKind;
  readonly createdAt: Date;
  readonly endedAt: Date;
  readonly events: readonly RunEvent[];
}

/**
 * Stores runs that are over, all or none, in one statement; `beside` are inserts (`queries.$with('…').as(…)`) that come to be
 * together with them. One statement, because each way to the embedded database and each commit costs more than the work.
 */
export async function storeFinishedRuns(
  queries: Queries,
  finished: readonly FinishedRun[],
  beside: readonly WithSubquery[] = [],
): Promise<void> {
  const rows = finished.map(({ events: _, ...run }) => run);
  const events = finished.flatMap(({ id, organisationId, events: own }) =>
    own.map((event) => ({ ...event, organisationId, runId: id, at: new Date(event.at) })),
  );
  const begun = queries.$with('begun').as(queries.insert(runs).values(rows).returning({ id: runs.id }));
  await queries
    .with(...beside, begun)
    .insert(runEvents)
    .values(events);
}
