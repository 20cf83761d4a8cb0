import { getLiveness } from '@locum/contracts';
import { describe, expect, it } from 'vitest';
import { createTestServer } from '../../../test/http-server.ts';
import { type OriginPolicy, registerRoute } from './index.ts';

async function ask(headers: Record<string, string>, policy: Partial<OriginPolicy> = {}) {
  const { app } = await createTestServer({
    policy: { allowedHosts: [], allowAnyAddress: false, allowedOrigins: [], ...policy },
  });
  registerRoute(app, getLiveness, async () => ({ status: 'up' as const }));
  const reply = await app.inject({ method: 'GET', url: '/health', headers });
  await app.close();
  return reply;
}

describe('the guard of hosts and origins', () => {
  it.each(['localhost', 'localhost:4600', '127.0.0.1:4600', '[::1]:4600', 'LOCALHOST:1'])(
    'serves the loopback host %s',
    async (host) => {
      expect((await ask({ host })).statusCode).toBe(200);
    },
  );

  it.each([
    'attacker.example',
    'localhost.attacker.example',
    '127.0.0.1.nip.io',
    '192.168.1.5:4600',
    'localhost@attacker.example',
  ])('refuses the host %s, so that DNS rebinding reaches nothing', async (host) => {
    const reply = await ask({ host });
    expect([reply.statusCode, reply.json().error.code]).toEqual([403, 'origin_refused']);
  });

  it('serves configured names, and addresses when the server listens beyond loopback', async () => {
    expect((await ask({ host: 'locum.example:8443' }, { allowedHosts: ['Locum.example'] })).statusCode).toBe(200);
    expect((await ask({ host: '10.0.0.7:4600' }, { allowAnyAddress: true })).statusCode).toBe(200);
    expect((await ask({ host: 'attacker.example' }, { allowAnyAddress: true })).statusCode).toBe(403);
  });

  it.each(['https://attacker.example', 'http://localhost:9999', 'null'])(
    'refuses a page of the origin %s',
    async (origin) => {
      const reply = await ask({ host: 'localhost:4600', origin });
      expect([reply.statusCode, reply.json().error.code]).toEqual([403, 'origin_refused']);
    },
  );

  // proves: API-04
  it('serves its own page, and pages of configured origins with the headers that they need', async () => {
    expect((await ask({ host: 'localhost:4600', origin: 'http://localhost:4600' })).statusCode).toBe(200);
    const allowed = await ask(
      { host: 'localhost:4600', origin: 'https://grafana.example' },
      { allowedOrigins: ['https://grafana.example'] },
    );
    expect([allowed.statusCode, allowed.headers['access-control-allow-origin']]).toEqual([
      200,
      'https://grafana.example',
    ]);
  });

  it('allows no script but its own files', async () => {
    const policy = String((await ask({ host: 'localhost' })).headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(policy).toContain("frame-ancestors 'none'");
  });
});
