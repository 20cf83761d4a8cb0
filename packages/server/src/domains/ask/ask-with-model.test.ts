import type { Answer } from '@locum/contracts';
import { type FakeModelServer, type PrometheusServer, startFakeOpenAi } from '@locum/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AskStage, createAskStage } from '../../../test/ask-stage.ts';
import { createTestDatabase } from '../../../test/database.ts';
import { modelAt, openTestDoor, type TestDoor } from '../../../test/model-door.ts';
import { startRecordedShop } from '../../../test/recorded-shop.ts';
import { systemClock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/index.ts';
import type { Catalog } from '../catalog/index.ts';
import { builtInPlanner, createModelPlanner } from './index.ts';

const QUERY = 'sum by (route) (rate(http_requests_total{service="checkout"}[10m]))';

describe('asking with a model', () => {
  let prometheus: PrometheusServer;
  let database: Database;
  let server: FakeModelServer;
  let door: TestDoor;
  let stage: AskStage;
  let catalog: Catalog;
  beforeAll(async () => {
    [prometheus, database] = await Promise.all([startRecordedShop(), createTestDatabase('PGlite')]);
  });
  afterAll(() => Promise.all([prometheus.stop(), database.close()]));
  beforeEach(async () => {
    server = await startFakeOpenAi();
    door = await openTestDoor(database, { configured: modelAt(server) });
    stage = await createAskStage(database, prometheus.url, {
      plannerFor: ({ organisationId, sourceId }) =>
        createModelPlanner({
          models: door.models,
          builtIn: builtInPlanner,
          mode: 'model',
          organisationId,
          timeoutMs: 4000,
          clock: systemClock,
          async search(text, limit) {
            const view = await catalog.get({ organisationId }, sourceId);
            return (await view.search(text, { limit })).map(({ family }) => family);
          },
        }),
    });
    ({ catalog } = stage);
  });
  afterEach(async () => {
    await stage.close();
    door.close();
    await server.stop();
  });

  async function ask(question: string): Promise<Answer> {
    const url = '/api/v1/query';
    return (await stage.app.inject({ method: 'POST', url, headers: stage.headers, payload: { question } })).json();
  }
  const reply = (changes: object = {}) => {
    const plan = {
      promql: QUERY,
      kind: 'instant',
      rangeSeconds: null,
      unit: 'per_second',
      confidence: 0.9,
      decline: null,
    };
    return { kind: 'json', value: { ...plan, reading: 'requests per second by route', ...changes } } as const;
  };

  it('answers from the data that the query of the model gives', async () => {
    server.enqueue(reply());
    const answer = await ask('traffic of checkout split by route');
    expect(answer).toMatchObject({ status: 'answered', plan: { planner: 'model', promql: QUERY } });
    const values = answer.claims.map(({ value }) => value);
    expect(values.some((value) => Math.abs(value - 15) < 0.1)).toBe(true);
  });

  // proves: MODEL-02
  it('sends no value of any sample, though it has just read them', async () => {
    server.setScript(() => reply());
    await ask('traffic of checkout split by route');
    await ask('memory of cart');
    const { direct } = await stage.sources.get(stage.principal);
    const { series } = await direct.queryInstant({ promql: '{job=~".+"}', time: stage.clock.nowMs / 1000 });
    const bytes = server.receivedBytes().toString();
    // Short numbers occur in any text.
    const values = series
      .flatMap((one) => one.points.map(([, value]) => String(value)))
      .filter((text) => text.length > 4);
    expect(values.length).toBeGreaterThan(10);
    expect(values.filter((value) => bytes.includes(value))).toEqual([]);
  });

  it('tells in the answer why the model was not used', async () => {
    server.setScript(() => ({ kind: 'error', status: 401 }));
    const answer = await ask('request rate of checkout');
    expect(answer).toMatchObject({ status: 'answered', plan: { planner: 'built-in' } });
    expect(JSON.stringify(answer.details)).toContain('The model refused the API key.');
    expect(answer.steps.find(({ name }) => name === 'plan')?.summary).toContain('The built-in planner answered.');
  });
});
