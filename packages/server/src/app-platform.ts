import { mkdirSync } from 'node:fs';
import manifest from '../package.json' with { type: 'json' };
import type { Config } from './config.ts';
import { type Cache, createCache } from './platform/cache/index.ts';
import { type Clock, systemClock } from './platform/clock.ts';
import { createSecretBox, type SecretBox } from './platform/crypto/index.ts';
import { type Database, openDatabase } from './platform/db/index.ts';
import { createHealth, type Health } from './platform/health/index.ts';
import { createIdempotency, type Idempotency } from './platform/idempotency/index.ts';
import { createScheduler, type Scheduler } from './platform/jobs/index.ts';
import { createLogger, type Logger } from './platform/log.ts';
import { createInProcessBus, createRunLog, type RunLog } from './platform/run-log/index.ts';
import { createTelemetry, type Telemetry } from './platform/telemetry/index.ts';

/** What every domain may be given. */
export interface Platform {
  readonly version: string;
  readonly log: Logger;
  readonly clock: Clock;
  readonly database: Database;
  readonly cache: Cache;
  readonly secretBox: SecretBox;
  readonly runLog: RunLog;
  readonly idempotency: Idempotency;
  readonly telemetry: Telemetry;
  readonly health: Health;
  readonly scheduler: Scheduler;
}

/** Replacements for tests. A given database is closed by the app like its own. */
export type PlatformOverrides = Partial<Pick<Platform, 'log' | 'clock' | 'database'>>;

export async function createPlatform(config: Config, overrides: PlatformOverrides): Promise<Platform> {
  const { version } = manifest;
  const log = overrides.log ?? createLogger({ level: config.logLevel });
  const clock = overrides.clock ?? systemClock;
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  // Before the database: a wrong key must not leave one open.
  const secretBox = createSecretBox({ secretKey: config.secretKey, dataDir: config.dataDir });
  const database = overrides.database ?? (await openDatabase({ ...config.database, dataDir: config.dataDir, log }));
  const telemetry = createTelemetry({ version });
  const health = createHealth({ version, clock });
  health.register('database', async () => {
    await database.ping();
    return { state: 'up' };
  });
  const cache = createCache({
    name: 'memory',
    maxBytes: config.cacheBytes,
    clock,
    onAccess: (origin) => telemetry.cacheAccesses.labels('memory', origin).inc(),
  });
  const runLog = createRunLog({ database, bus: createInProcessBus(), clock });
  return {
    version,
    log,
    clock,
    database,
    cache,
    telemetry,
    health,
    secretBox,
    runLog,
    idempotency: createIdempotency({ database, runLog, clock, log }),
    scheduler: createScheduler({ log }),
  };
}

export async function closePlatform({ scheduler, cache, database }: Platform): Promise<void> {
  await scheduler.stop();
  await cache.close();
  await database.close();
}
