import { createHash } from 'node:crypto';
import type { Cache } from '../../../platform/cache/index.ts';

export interface CacheRequest<T> {
  readonly organisationId: string;
  /** Everything that decides about the reply. */
  readonly identity: unknown;
  load(): Promise<T>;
  /** Only what this accepts is kept. */
  isWorthKeeping(value: T): boolean;
  readonly signal?: AbortSignal | undefined;
}

const KEPT_MS = 5 * 60_000;

/** Carries a value past the cache, which keeps whatever a load returns. */
class NotKept<T> extends Error {
  override readonly name = 'NotKept';
  readonly value: T;
  constructor(value: T) {
    super('a reply that is not worth keeping');
    this.value = value;
  }
}

/** The loader was cancelled by the caller who began; the others who wait for the same reply were not. */
class LoaderLeft extends Error {
  override readonly name = 'LoaderLeft';
}

/** Replies to identical requests of one organisation, kept for five minutes; simultaneous ones are one request. */
export async function cachedReply<T>(
  cache: Cache,
  request: CacheRequest<T>,
): Promise<{ readonly value: T; readonly isCached: boolean }> {
  const { organisationId, identity, isWorthKeeping, signal } = request;
  const digest = createHash('sha256').update(JSON.stringify(identity)).digest('base64url');
  const load = async (): Promise<T> => {
    try {
      const value = await request.load();
      if (!isWorthKeeping(value)) throw new NotKept(value);
      return value;
    } catch (error) {
      throw signal?.aborted ? new LoaderLeft() : error;
    }
  };
  try {
    const loading = cache.getOrLoad<T>({ key: `${organisationId}:model:${digest}`, ttlMs: KEPT_MS, load });
    const { value, origin } = await untilAborted(loading, signal);
    return { value, isCached: origin !== 'loaded' };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof NotKept) return { value: error.value, isCached: false };
    // Through the cache again, so that those who are left are one request still.
    if (error instanceof LoaderLeft) return cachedReply(cache, request);
    throw error;
  }
}

async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  let leave: (() => void) | undefined;
  const left = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason);
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([promise, left]);
  } finally {
    if (leave !== undefined) signal.removeEventListener('abort', leave);
    promise.catch(() => undefined);
  }
}
