import { describe, expect, it } from 'vitest';
import { createTestServer, memberOf } from '../../../test/http-server.ts';
import { systemClock } from '../clock.ts';
import { createHealth, registerHealthRoutes } from './index.ts';

describe('health', () => {
  it('is as bad as its worst component', async () => {
    const health = createHealth({ version: '1', clock: systemClock });
    health.register('database', async () => ({ state: 'up' }));
    expect((await health.report()).status).toBe('up');
    health.register('models', async () => ({ state: 'off', message: 'none configured' }));
    expect((await health.report()).status).toBe('up');
    health.register('sources', async () => ({ state: 'degraded', message: '1 of 2 sources do not answer' }));
    expect((await health.report()).status).toBe('degraded');
    health.register('queue', () => Promise.reject(new Error('postgres://user:password@host')));
    const report = await health.report();
    expect(report.status).toBe('down');
    expect(JSON.stringify(report)).not.toContain('password');
  });

  it('counts a check without an answer as down, and answers in time', async () => {
    const health = createHealth({ version: '1', clock: systemClock });
    health.register('database', () => new Promise(() => undefined));
    expect((await health.report()).details.components.database).toEqual({
      state: 'down',
      message: 'no answer within 2 s',
    });
  });

  // proves: API-03
  it('is public as one word, told in detail to who is signed in, and liveness asks no component', async () => {
    const { app, signIn } = await createTestServer();
    const health = createHealth({ version: '1', clock: systemClock });
    health.register('database', () => Promise.reject(new Error('gone')));
    registerHealthRoutes(app, health);
    const get = async (url: string, headers = {}) => (await app.inject({ method: 'GET', url, headers })).json();
    expect(await get('/health')).toEqual({ status: 'up' });
    expect(await get('/api/v1/health')).toEqual({ status: 'down', at: expect.any(String) });
    expect(await get('/api/v1/health', signIn(memberOf('org-1')))).toMatchObject({
      status: 'down',
      details: { version: '1', components: { database: { state: 'down' } } },
    });
    await app.close();
  });
});
