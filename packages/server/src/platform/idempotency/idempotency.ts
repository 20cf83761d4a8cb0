import { type ErrorCode, errorTable } from '@locum/contracts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/index.ts';
import { AppError, findAppError } from '../errors.ts';
import { EventStream, eventStream, type KeyedRequest, type RunOnce } from '../http/index.ts';
import { createId } from '../ids.ts';
import type { Logger } from '../log.ts';
import type { RunLog } from '../run-log/index.ts';
import { createIdempotencyStore, type IdempotencyStore, type KeyedRequestRow } from './store.ts';
import type { Outcome } from './tables.ts';

export interface Idempotency {
  /**
   * Throws `idempotency_key_reused` when the key came with another request before, `idempotency_key_in_use` while the first is in
   * flight, and `too_many_requests` beyond 10,000 keys of one caller. What may succeed when tried again (status 429 or 5xx) is not
   * kept, so that trying again with the same key is trying again; neither is a reply above 4 MiB.
   */
  readonly runOnce: RunOnce;
  /** Frees the keys that a server held when it died. Only where no other server can be running. */
  releaseInterrupted(): Promise<void>;
}

export interface IdempotencyDeps {
  readonly database: Database;
  readonly runLog: Pick<RunLog, 'follow'>;
  readonly clock: Clock;
  readonly log: Logger;
}

const FORGET_AFTER_MS = 24 * 3_600_000;
/** Longer than anything that is answered at once may take. */
const ABANDON_AFTER_MS = 15 * 60_000;
const MAX_KEYS_PER_PRINCIPAL = 10_000;
const MAX_REPLY_CHARACTERS = 4 * 1024 * 1024;

export function createIdempotency(deps: IdempotencyDeps): Idempotency {
  const store = createIdempotencyStore(deps.database);

  /** The claim on the key, or the row of whoever has it. */
  async function claimOrFind(request: KeyedRequest): Promise<{ claimId: string } | KeyedRequestRow> {
    const now = deps.clock.now();
    const claim = {
      claimId: createId(now),
      claimedAt: new Date(now),
      forgetBefore: new Date(now - FORGET_AFTER_MS),
      abandonedBefore: new Date(now - ABANDON_AFTER_MS),
    };
    if (await store.claim(request, claim)) {
      if ((await store.countOf(request.principal)) <= MAX_KEYS_PER_PRINCIPAL) return { claimId: claim.claimId };
      await store.release(request, claim.claimId);
      const hint = `At most ${MAX_KEYS_PER_PRINCIPAL} requests with an Idempotency-Key are remembered, each for 24 hours.`;
      throw new AppError('too_many_requests', { hint, retryAfterSeconds: 3600 });
    }
    const row = await store.find(request);
    // Absent when it was let go between the two statements.
    if (row !== null && row.fingerprint !== request.fingerprint) throw new AppError('idempotency_key_reused');
    if (row === null || (row.outcome === null && row.runId === null)) {
      throw new AppError('idempotency_key_in_use', { retryAfterSeconds: 1 });
    }
    return row;
  }

  return {
    async runOnce<T>(request: KeyedRequest, work: () => Promise<T>) {
      const found = await claimOrFind(request);
      if ('fingerprint' in found) return { isReplay: true, outcome: () => repeat(found, request, deps) as T }; // stored as a T
      const result = await runClaimed(store, { request, claimId: found.claimId, log: deps.log }, work);
      return { isReplay: false, outcome: () => result };
    },
    releaseInterrupted: () => store.releaseUnfinished(),
  };
}

function repeat({ outcome, runId }: KeyedRequestRow, request: KeyedRequest, { runLog }: IdempotencyDeps): unknown {
  const { principal, afterSeq, signal } = request;
  if (runId !== null) return eventStream(runLog.follow(principal, runId, { afterSeq, signal }), { runId });
  if (outcome === null) throw new Error('a keyed request without a run has an outcome');
  if ('reply' in outcome) return outcome.reply;
  const { code, hint } = outcome.error;
  throw new AppError(isErrorCode(code) ? code : 'internal', hint === undefined ? {} : { hint });
}

interface Claimed {
  readonly request: KeyedRequest;
  readonly claimId: string;
  readonly log: Logger;
}

async function runClaimed<T>(store: IdempotencyStore, claimed: Claimed, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work();
    await settle(store, claimed, result instanceof EventStream ? result : { reply: result });
    return result;
  } catch (error) {
    const known = findAppError(error);
    const isFinal = known !== null && known.status < 500 && known.status !== 429 && !known.retryable;
    await settle(store, claimed, isFinal ? { error: { code: known.code, hint: known.hint } } : null);
    throw error;
  }
}

/** Keeps what came of the request, or frees its key. A failure to do so must not take away a reply that is there. */
async function settle(
  store: IdempotencyStore,
  { request, claimId, log }: Claimed,
  result: Outcome | EventStream | null,
): Promise<void> {
  try {
    if (result instanceof EventStream && result.runId !== undefined) {
      await store.keep(request, claimId, { runId: result.runId });
    } else if (result === null || result instanceof EventStream || !isSmall(result)) {
      await store.release(request, claimId);
    } else {
      await store.keep(request, claimId, { outcome: result });
    }
  } catch (error) {
    log.warn({ err: error }, 'the outcome of a request with an Idempotency-Key could not be kept');
  }
}

function isSmall(outcome: Outcome): boolean {
  return JSON.stringify(outcome).length <= MAX_REPLY_CHARACTERS;
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorTable, code);
}
