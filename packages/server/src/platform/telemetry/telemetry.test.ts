import { getLiveness } from '@locum/contracts';
import { expect, it } from 'vitest';
import { createTestServer, memberOf } from '../../../test/http-server.ts';
import { registerRoute } from '../http/index.ts';
import { createTelemetry, registerMetricsRoute } from './index.ts';

it('GET /metrics counts requests by route pattern, unknown addresses as one', async () => {
  const { app } = await createTestServer();
  const telemetry = createTelemetry({ version: '1.2.3' });
  registerMetricsRoute(app, telemetry, { token: undefined });
  registerRoute(app, getLiveness, async () => ({ status: 'up' as const }));
  for (const url of ['/health', '/health', '/api/v1/a', '/api/v1/b']) await app.inject({ method: 'GET', url });
  telemetry.questions.labels('answered', 'false').inc();
  const reply = await app.inject({ method: 'GET', url: '/metrics' });
  await app.close();
  expect(reply.headers['content-type']).toContain('text/plain; version=0.0.4');
  expect(reply.body).toContain(
    'locum_http_request_duration_seconds_count{method="GET",route="/health",status="200"} 2',
  );
  expect(reply.body).toContain('locum_http_request_duration_seconds_count{method="GET",route="none",status="404"} 2');
  expect(reply.body).toContain('locum_questions_total{status="answered",cached="false"} 1');
  expect(reply.body).toContain('locum_build_info{version="1.2.3"} 1');
  expect(reply.body).toContain('process_resident_memory_bytes');
});

// proves: API-04
it.each([
  ['a program on this machine', {}, 200],
  ['one by way of IPv6', { remoteAddress: '::1' }, 200],
  ['another machine', { remoteAddress: '10.0.0.7' }, 401],
  ['a proxy on this machine', { headers: { 'x-forwarded-for': '127.0.0.1' } }, 401],
])('GET /metrics without a token answers %s as it should', async (_who, request, status) => {
  const { app, signIn } = await createTestServer({ trustProxy: true });
  registerMetricsRoute(app, createTelemetry({ version: '1' }), { token: undefined });
  const headers = { ...signIn(memberOf('org-1')), ...('headers' in request ? request.headers : {}) };
  const reply = await app.inject({ method: 'GET', url: '/metrics', ...request, headers });
  await app.close();
  expect(reply.statusCode).toBe(status);
});

// proves: API-04
it('GET /metrics with a token answers its bearer alone, wherever from', async () => {
  const { app } = await createTestServer();
  const token = 'a-token-for-metrics';
  registerMetricsRoute(app, createTelemetry({ version: '1' }), { token });
  const statusOf = async (authorization?: string) => {
    const headers = authorization === undefined ? {} : { authorization };
    const [url, remoteAddress] = ['/metrics', '10.0.0.7'];
    const replies = [await app.inject({ url, headers }), await app.inject({ url, headers, remoteAddress })];
    return replies.map(({ statusCode }) => statusCode);
  };
  expect(await statusOf(`Bearer ${token}`)).toEqual([200, 200]);
  for (const wrong of [undefined, 'Bearer', 'Bearer a-token-for-metric', `Basic ${token}`])
    expect(await statusOf(wrong)).toEqual([401, 401]);
  await app.close();
});
