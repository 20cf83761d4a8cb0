import { BentoCache, bentostore } from 'bentocache';
import { MemoryDriver } from 'bentocache/drivers/memory';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import { findAppError } from '../errors.ts';
import { estimateBytes } from './estimate-bytes.ts';

/** A value and where it came from. `stale`: loading failed or takes too long, and this is an earlier value within its grace. */
export interface Cached<T> {
  readonly value: T;
  readonly ageMs: number;
  readonly origin: 'loaded' | 'cached' | 'stale';
  /** Why loading failed, when stale; absent while it goes on. */
  readonly failure?: unknown;
}

export interface LoadRequest<T> {
  /** Starts with the organisation where the value belongs to one. */
  readonly key: string;
  readonly ttlMs: number;
  /** How long after `ttlMs` an earlier value may still stand in for one that cannot be loaded. Default 0. */
  readonly graceMs?: number;
  /** How long to wait where an earlier value can stand in; loading goes on for whoever asks next. Default: to its end. */
  readonly patienceMs?: number;
  /** Load also where the value is fresh; within its grace it then stands in, as `stale`, when loading fails. */
  readonly anew?: boolean;
  /** Called once for all who wait for this key. */
  load(): Promise<T>;
}

export interface Cache {
  getOrLoad<T>(request: LoadRequest<T>): Promise<Cached<T>>;
  delete(key: string): Promise<void>;
  /** Forgets every key that starts with `prefix`. */
  deletePrefix(prefix: string): Promise<void>;
  close(): Promise<void>;
}

export interface CacheOptions {
  readonly name: string;
  readonly maxBytes: number;
  readonly clock: Clock;
  readonly onAccess?: (origin: Cached<unknown>['origin']) => void;
}

const KEY_PREFIX = 'locum';

interface Envelope {
  readonly value: unknown;
  readonly loadedAtMs: number;
  readonly bytes: number;
}

/**
 * An in-process cache bounded in bytes, least recently used out first; simultaneous loads of one key are one load.
 * Values are kept as they are, not as JSON (which has no NaN and costs a parse for every hit): never change one.
 */
export function createCache({ name, maxBytes, clock, onAccess }: CacheOptions): Cache {
  const memory = createMemory(maxBytes);
  const store = bentostore().useL1Layer({
    options: { serialize: false },
    factory: (config) => new MemoryDriver({ ...config, serialize: false, cacheInstance: memory }),
  });
  const bento = new BentoCache({ prefix: KEY_PREFIX, default: name, stores: { [name]: store } });

  async function getOrLoad<T>(request: LoadRequest<T>): Promise<Cached<T>> {
    const { key, ttlMs, graceMs = 0, patienceMs, anew = false, load } = request;
    // bentocache's own `forceFresh` forgets the value that could stand in.
    if (anew) await bento.expire({ key });
    let failure: unknown;
    let loaded = false;
    const factory = async (): Promise<Envelope> => {
      const value = await load();
      loaded = true;
      return { value, loadedAtMs: clock.now(), bytes: estimateBytes(value) };
    };
    const envelope = await bento
      .getOrSet<Envelope>({
        key,
        ttl: ttlMs,
        // bentocache counts its grace from the load, and by default serves the old value while it loads in the background.
        grace: graceMs === 0 ? false : ttlMs + graceMs,
        timeout: patienceMs ?? null,
        factory,
        onFactoryError: (error) => {
          failure = error.cause ?? error;
        },
      })
      .catch((error: unknown) => {
        // bentocache wraps what `load` threw; callers want the original.
        throw findAppError(error) ?? (error instanceof Error && error.cause !== undefined ? error.cause : error);
      });
    const origin = loaded ? 'loaded' : anew || clock.now() - envelope.loadedAtMs > ttlMs ? 'stale' : 'cached';
    const ageMs = Math.max(0, clock.now() - envelope.loadedAtMs);
    // One key always holds what one kind of `load` made.
    return {
      value: envelope.value as T,
      ageMs,
      origin,
      ...(origin === 'stale' && failure !== undefined && { failure }),
    };
  }

  const share = shareLoads(getOrLoad);
  return {
    async getOrLoad(request) {
      const found = await share(request);
      onAccess?.(found.origin);
      return found;
    },
    async delete(key) {
      await bento.delete({ key });
    },
    async deletePrefix(prefix) {
      const start = `${KEY_PREFIX}:${prefix}`;
      for (const key of [...memory.keys()]) if (key.startsWith(start)) memory.delete(key);
    },
    close: () => bento.disconnectAll(),
  };
}

/**
 * bentocache lets one load at a time, but after a failure it lets the next of those who wait try: ten people who ask a source
 * that is down would wait ten timeouts. So all who wait share the first one's outcome, whatever it is.
 */
function shareLoads(load: <T>(request: LoadRequest<T>) => Promise<Cached<T>>) {
  const underway = new Map<string, Promise<Cached<unknown>>>();
  return async <T>(request: LoadRequest<T>): Promise<Cached<T>> => {
    const { key } = request;
    const joined = underway.get(key);
    if (joined !== undefined) {
      // One key always holds what one kind of `load` made.
      const found = (await joined) as Cached<T>;
      return found.origin === 'loaded' ? { ...found, origin: 'cached' } : found;
    }
    const mine = load(request);
    underway.set(key, mine);
    try {
      return await mine;
    } finally {
      underway.delete(key);
    }
  };
}

/** What bentocache keeps under a key when it does not serialise. */
interface Entry {
  readonly value: Envelope;
}

// Typed as bentocache's driver wants it; without serialisation it stores entries as they are.
function createMemory(maxBytes: number): LRUCache<string, string> {
  const sizeOf = (stored: string | Entry, key: string) =>
    200 + key.length + (typeof stored === 'string' ? stored.length : stored.value.bytes);
  return new LRUCache<string, string>({ maxSize: maxBytes, sizeCalculation: sizeOf });
}
