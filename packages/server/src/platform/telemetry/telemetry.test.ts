import { getLiveness } from '@locum/contracts';
import { expect, it } from 'vitest';
import { createTestServer } from '../../../test/http-server.ts';
import { registerRoute } from '../http/index.ts';
import { createTelemetry, registerMetricsRoute } from './index.ts';

it('GET /metrics counts requests by route pattern, unknown addresses as one', async () => {
  const { app } = await createTestServer();
  const telemetry = createTelemetry({ version: '1.2.3' });
  registerMetricsRoute(app, telemetry);
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
