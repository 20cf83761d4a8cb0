import { type Principal, prometheusSettings } from '@locum/contracts';
import type { FastifyInstance } from 'fastify';
import { type Ask, type AskDeps, createAsk, registerAskRoutes } from '../src/domains/ask/index.ts';
import { type Catalog, createCatalog, loadKnowledge, loadLexicon } from '../src/domains/catalog/index.ts';
import { createSources, type Sources } from '../src/domains/sources/index.ts';
import { createCache } from '../src/platform/cache/index.ts';
import type { Clock } from '../src/platform/clock.ts';
import { createSecretBox } from '../src/platform/crypto/index.ts';
import type { Database } from '../src/platform/db/index.ts';
import { createLogger } from '../src/platform/log.ts';
import { createInProcessBus, createRunLog, type RunLog, registerRunRoutes } from '../src/platform/run-log/index.ts';
import { createTelemetry } from '../src/platform/telemetry/index.ts';
import { adminOf, createTestServer } from './http-server.ts';
import { createOrganisation } from './organisation.ts';
import { RECORDED_AT } from './recorded-shop.ts';

/** Time that stands still until a test moves it. */
export interface TestClock extends Clock {
  nowMs: number;
}

/** Everything Ask needs around it, real but for the clock. */
export interface AskStage {
  readonly app: FastifyInstance;
  readonly ask: Ask;
  readonly sources: Sources;
  readonly catalog: Catalog;
  readonly runLog: RunLog;
  readonly clock: TestClock;
  readonly principal: Principal;
  /** Headers of the organisation that has the source. */
  readonly headers: Record<string, string>;
  /** Headers of another one. */
  readonly strangers: Record<string, string>;
  close(): Promise<void>;
}

const knowledge = loadKnowledge();
const lexicon = loadLexicon();

/** An organisation with one Prometheus, and the routes of Ask. Without `prometheusUrl` nothing is connected. */
export async function createAskStage(
  database: Database,
  prometheusUrl?: string,
  overrides: Partial<AskDeps> = {},
): Promise<AskStage> {
  const log = createLogger({ level: 'silent' });
  const clock: TestClock = { nowMs: RECORDED_AT * 1000, now: () => clock.nowMs, monotonic: () => performance.now() };
  const cache = createCache({ name: 'test', maxBytes: 50_000_000, clock });
  const secretBox = createSecretBox({ secretKey: Buffer.alloc(32, 7).toString('base64'), dataDir: '' });
  const sources = createSources({ database, cache, secretBox, clock });
  const catalog = createCatalog({ database, sources, clock, log, knowledge, lexicon });
  const runLog = createRunLog({ database, bus: createInProcessBus(), clock });
  const telemetry = createTelemetry({ version: 'test' });
  const platform = { database, cache, clock, runLog, telemetry, log };
  const ask = createAsk({ ...platform, sources, catalog, knowledge, lexicon, budgetSamples: 50_000_000, ...overrides });
  const { app, signIn } = await createTestServer();
  registerAskRoutes(app, ask, runLog);
  registerRunRoutes(app, runLog);
  const principal = adminOf(await createOrganisation(database));
  const stranger = adminOf(await createOrganisation(database, 'Others'));
  if (prometheusUrl !== undefined) {
    const settings = prometheusSettings.parse({ url: prometheusUrl, timeoutMs: 1500 });
    await sources.create(principal, { name: 'Prometheus', kind: 'prometheus', settings });
  }
  return {
    ...{ app, ask, sources, catalog, runLog, clock, principal },
    headers: signIn(principal),
    strangers: signIn(stranger),
    async close() {
      await app.close();
      await catalog.close();
      await sources.close();
      await cache.close();
    },
  };
}
