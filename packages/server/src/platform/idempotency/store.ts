import { and, count, eq, exists, isNull, lt, or, type SQL } from 'drizzle-orm';
import type { Database } from '../db/index.ts';
import type { KeyedRequest } from '../http/index.ts';
import { runs } from '../run-log/tables.ts';
import { keyedRequests, type Outcome } from './tables.ts';

export type KeyedRequestRow = typeof keyedRequests.$inferSelect;
type Owner = Pick<KeyedRequest, 'principal' | 'keyHash'>;

export interface Claim {
  readonly claimId: string;
  readonly claimedAt: Date;
  /** Rows claimed before are as good as gone. */
  readonly forgetBefore: Date;
  /** Rows claimed before and without an end belong to a server that died. */
  readonly abandonedBefore: Date;
}

export type IdempotencyStore = ReturnType<typeof createIdempotencyStore>;

export function createIdempotencyStore(database: Database) {
  // A run that a dead server left open has no end that could be repeated.
  const openRun = database
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.id, keyedRequests.runId), isNull(runs.endedAt)));
  const isUnfinished = and(isNull(keyedRequests.outcome), or(isNull(keyedRequests.runId), exists(openRun)));

  return {
    /** Takes the key in one statement: of two requests at once, on whatever server, only one gets it. */
    async claim({ principal, keyHash, fingerprint }: KeyedRequest, claim: Claim): Promise<boolean> {
      const { claimId, claimedAt, forgetBefore, abandonedBefore } = claim;
      const row = { fingerprint, claimId, claimedAt, runId: null, outcome: null };
      const rows = await database
        .insert(keyedRequests)
        .values({ organisationId: principal.organisationId, principal: nameOf(principal), keyHash, ...row })
        .onConflictDoUpdate({
          target: [keyedRequests.organisationId, keyedRequests.principal, keyedRequests.keyHash],
          set: row,
          setWhere: or(
            lt(keyedRequests.claimedAt, forgetBefore),
            and(lt(keyedRequests.claimedAt, abandonedBefore), isUnfinished),
          ),
        })
        .returning({ claimId: keyedRequests.claimId });
      return rows.length > 0;
    },

    async find(owner: Owner): Promise<KeyedRequestRow | null> {
      return (await database.select().from(keyedRequests).where(isOf(owner)))[0] ?? null;
    },

    async countOf({ organisationId, ...principal }: KeyedRequest['principal']): Promise<number> {
      const where = and(
        eq(keyedRequests.organisationId, organisationId),
        eq(keyedRequests.principal, nameOf(principal)),
      );
      return (await database.select({ rows: count() }).from(keyedRequests).where(where))[0]?.rows ?? 0;
    },

    async keep(owner: Owner, claimId: string, kept: { outcome: Outcome } | { runId: string }): Promise<void> {
      await database.update(keyedRequests).set(kept).where(isClaim(owner, claimId));
    },

    async release(owner: Owner, claimId: string): Promise<void> {
      await database.delete(keyedRequests).where(isClaim(owner, claimId));
    },

    async releaseUnfinished(): Promise<void> {
      await database.delete(keyedRequests).where(isUnfinished);
    },
  };
}

function isOf({ principal, keyHash }: Owner): SQL | undefined {
  return and(
    eq(keyedRequests.organisationId, principal.organisationId),
    eq(keyedRequests.principal, nameOf(principal)),
    eq(keyedRequests.keyHash, keyHash),
  );
}

function isClaim(owner: Owner, claimId: string): SQL | undefined {
  return and(isOf(owner), eq(keyedRequests.claimId, claimId));
}

function nameOf({ kind, id }: Pick<KeyedRequest['principal'], 'kind' | 'id'>): string {
  return `${kind}:${id}`;
}
