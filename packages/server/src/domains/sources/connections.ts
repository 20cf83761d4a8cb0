import type { SourceHealth } from '@locum/contracts';
import type { Cache } from '../../platform/cache/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { SecretBox } from '../../platform/crypto/index.ts';
import { createCachedProvider } from './cached-provider.ts';
import { createMeasuredProvider, type SourceCall } from './measured-provider.ts';
import type { TelemetryProvider } from './provider.ts';
import { providerKinds } from './registry.ts';
import { type HealthRecord, noteCall, toSourceHealth } from './source-health.ts';
import type { SourceRow } from './store.ts';

/** A source ready to be asked. */
export interface ConnectedSource {
  readonly id: string;
  readonly name: string;
  /** Cached, with stale answers while the source is down. For everything people ask. */
  readonly provider: TelemetryProvider;
  /** Past the cache, for discovery. */
  readonly direct: TelemetryProvider;
  /** Where people reach it, without credentials. */
  readonly url: string;
}

export interface ConnectionsDeps {
  readonly cache: Cache;
  readonly secretBox: SecretBox;
  readonly clock: Clock;
  readonly onCall?: (call: SourceCall) => void;
}

interface Connection extends ConnectedSource {
  /** Changed settings mean another connection. */
  readonly sealedSettings: string;
}

/** Keeps one connection a source open, made when first needed, and what its calls tell about its health. */
export function createConnections({ cache, secretBox, clock, onCall }: ConnectionsDeps) {
  const open = new Map<string, Connection>();
  const health = new Map<string, HealthRecord>();

  function connect(row: SourceRow): Connection {
    const kind = providerKinds[row.kind];
    const settings = kind.settings.parse(JSON.parse(secretBox.open(row.sealedSettings, row.id)));
    const direct = createMeasuredProvider(kind.connect(settings), (call) => {
      const record = noteCall(health.get(row.id), call, clock.now());
      if (record !== undefined) health.set(row.id, record);
      onCall?.(call);
    });
    const keyPrefix = cachePrefix(row);
    const provider = createCachedProvider({ provider: direct, cache, keyPrefix, now: () => clock.now() });
    return { id: row.id, name: row.name, url: row.url, sealedSettings: row.sealedSettings, direct, provider };
  }

  return {
    get(row: SourceRow): ConnectedSource {
      const known = open.get(row.id);
      if (known?.sealedSettings === row.sealedSettings) return known;
      void known?.direct.close();
      const connection = connect(row);
      open.set(row.id, connection);
      return connection;
    },
    async drop(row: Pick<SourceRow, 'id' | 'organisationId'>): Promise<void> {
      await open.get(row.id)?.direct.close();
      open.delete(row.id);
      health.delete(row.id);
      await cache.deletePrefix(cachePrefix(row));
    },
    /** Asks a source whose health or version is unknown or older than half a minute, and waits two seconds at most. */
    async check(row: SourceRow): Promise<SourceHealth> {
      const known = health.get(row.id);
      const isFresh = known !== undefined && clock.now() - known.checkedAtMs <= 30_000;
      if (!isFresh || (known.error === undefined && known.build === undefined)) {
        try {
          const build = await this.get(row).direct.buildInfo({ timeoutMs: 2_000 });
          health.set(row.id, { checkedAtMs: clock.now(), build });
        } catch {
          // The measured call has recorded why.
        }
      }
      return toSourceHealth(health.get(row.id));
    },
    healthOf: (id: string): SourceHealth => toSourceHealth(health.get(id)),
    async close(): Promise<void> {
      await Promise.all([...open.values()].map(({ direct }) => direct.close()));
      open.clear();
    },
  };
}

function cachePrefix({ organisationId, id }: Pick<SourceRow, 'id' | 'organisationId'>): string {
  return `${organisationId}:source:${id}`;
}
