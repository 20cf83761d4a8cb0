export { type FakeAnthropicOptions, startFakeAnthropic } from './models/anthropic.ts';
export type { FakeModelServer, ModelScript, RecordedRequest } from './models/fake-model-server.ts';
export type { ModelReply } from './models/model-reply.ts';
export { type FakeOpenAiOptions, startFakeOpenAi } from './models/openai.ts';
export { findFreePort } from './process/free-port.ts';
export { type FinishedProgram, type Program, programAt, type RunningProgram } from './process/start-program.ts';
export type { RunningService } from './process/start-service.ts';
export { type BadPrometheus, type Misbehaviour, startBadPrometheus } from './prometheus-wire/bad-prometheus.ts';
export type { DialectName } from './prometheus-wire/dialects.ts';
export { startWirePrometheus, type WirePrometheus } from './prometheus-wire/wire-prometheus.ts';
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
