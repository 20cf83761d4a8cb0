import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FakeModelServer, type PrometheusServer, startFakeAnthropic } from '@locum/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase } from '../test/database.ts';
import { RECORDED_AT, startRecordedShop } from '../test/recorded-shop.ts';
import { type App, createApp } from './app.ts';
import { readConfig } from './config.ts';
import { createLogger } from './platform/log.ts';

const KEY = 'sk-ant-of-the-operator';

let dataDir: string;
let prometheus: PrometheusServer;
let model: FakeModelServer;
let app: App;
let cookie: string;
let url: string;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'locum-app-model-'));
  [prometheus, model] = await Promise.all([startRecordedShop(), startFakeAnthropic({ apiKey: KEY })]);
  const config = readConfig({
    LOCUM_DATA_DIR: dataDir,
    LOCUM_PORT: '0',
    LOCUM_PROMETHEUS_URL: prometheus.url,
    LOCUM_PLANNER: 'model',
    LOCUM_MODEL_PROVIDER: 'anthropic',
    LOCUM_MODEL_URL: model.baseUrl,
    LOCUM_MODEL_NAME: 'claude-sonnet-4-5',
    LOCUM_MODEL_KEY: KEY,
    LOCUM_MODEL_CONSENT: 'true',
  });
  const clock = { now: () => RECORDED_AT * 1000, monotonic: () => performance.now() };
  const database = await createTestDatabase('PGlite');
  app = await createApp(config, { database, clock, log: createLogger({ level: 'silent' }), validateReplies: true });
  const started = await app.start();
  ({ url } = started);
  const token = new URL(started.link).hash.replace('#token=', '');
  const reply = await send('POST', '/api/v1/session/link', { token });
  cookie = reply.headers.get('set-cookie')?.split(';')[0] ?? '';
});
afterAll(async () => {
  await app.stop();
  await Promise.all([prometheus.stop(), model.stop()]);
  rmSync(dataDir, { recursive: true });
});

function send(method: string, path: string, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...(cookie === undefined ? {} : { cookie }) };
  return fetch(`${url}${path}`, { method, headers, body: JSON.stringify(body) });
}

const promql = 'sum by (route) (rate(http_requests_total{service="checkout"}[10m]))';
const plan = {
  ...{ promql, kind: 'instant', rangeSeconds: null, unit: 'per_second', reading: 'requests by route' },
  ...{ confidence: 0.9, decline: null },
};

it('a server with a configured model plans with it, counts its tokens, and stops when its owner lets nothing leave', async () => {
  model.setScript(() => ({ kind: 'json', value: plan }));
  const answer = await (await send('POST', '/api/v1/query', { question: 'traffic of checkout split by route' })).json();
  expect(answer).toMatchObject({ status: 'answered', plan: { planner: 'model', promql } });
  const metrics = await (await fetch(`${url}/metrics`)).text();
  expect(metrics).toMatch(/locum_model_calls_total\{.*outcome="ok".*\} 1/);
  expect(metrics).not.toContain(KEY);

  const settings = await send('PATCH', '/api/v1/settings/models', { mode: 'nothing_leaves' });
  expect(await settings.json()).toMatchObject({ models: [{ origin: 'configuration', hasKey: true }] });
  const asked = model.requests.length;
  const later = await (await send('POST', '/api/v1/query', { question: 'traffic of auth split by route' })).text();
  expect(JSON.parse(later)).toMatchObject({ status: 'answered', plan: { planner: 'built-in' } });
  expect(later).toContain('Nothing leaves this server');
  expect(model.requests).toHaveLength(asked);
});
