export { findFreePort } from './process/free-port.ts';
export type { RunningService } from './process/start-service.ts';
export { launchChromium } from './services/chromium.ts';
export { type FrozenPrometheus, startFrozenPrometheus } from './services/frozen-prometheus.ts';
export { type PostgresOptions, type PostgresServer, startPostgres } from './services/postgres.ts';
export {
  backfillPrometheus,
  type PrometheusOptions,
  type PrometheusServer,
  type ScrapeTarget,
  startPrometheus,
} from './services/prometheus.ts';
export { type RedisServer, startRedis } from './services/redis.ts';
export { createTestDatabase, createTestRedis, type TestDatabase } from './shared/test-services.ts';
