import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listMetrics, listSources } from '@locum/contracts';
import type { RunningProgram } from '@locum/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startLocum } from '../../test/locum.ts';

const vector = z.object({
  data: z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })) }),
});

describe('locum demo', { timeout: 180_000 }, () => {
  let dataDir: string;
  let demo: RunningProgram;
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'locum-demo-'));
    demo = startLocum(['demo', '--data-dir', dataDir]);
    await demo.printed(/token=[\w-]{43}\n/);
  }, 180_000);
  afterAll(async () => {
    demo.child.kill('SIGTERM');
    await demo.finished;
    rmSync(dataDir, { recursive: true });
  });

  const link = async () => new URL(await demo.printed(/^(http:\S+token=\S+)$/m));
  const prometheusUrl = () => {
    const log = readFileSync(join(dataDir, 'prometheus', 'prometheus.log'), 'utf8');
    expect(log).not.toContain('level=error');
    return demo.printed(/Prometheus: (http:\S+)/);
  };
  const query = async (promql: string, time = Date.now() / 1000) => {
    const reply = await fetch(`${await prometheusUrl()}/api/v1/query?query=${encodeURIComponent(promql)}&time=${time}`);
    return Number(vector.parse(await reply.json()).data.result[0]?.value[1]);
  };

  it('signs in whoever opens the link, has its source connected, and knows what its live metrics are', async () => {
    const { origin, hash } = await link();
    const redeemed = await fetch(`${origin}/api/v1/session/link`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: hash.replace('#token=', '') }),
    });
    expect(redeemed.status).toBe(200);
    const cookie = redeemed.headers.get('set-cookie')?.split(';')[0] ?? '';
    const reply = await fetch(`${origin}/api/v1/sources`, { headers: { cookie } });
    expect(listSources.reply.parse(await reply.json()).sources).toMatchObject([
      { isDefault: true, health: { state: 'up' } },
    ]);
    const listed = await fetch(`${origin}/api/v1/metrics?limit=200`, { headers: { cookie } });
    const { metrics } = listMetrics.reply.parse(await listed.json());
    // Types and help come with a scrape; the written history has neither.
    for (const name of ['auth_sessions_active', 'cart_active_carts', 'nodejs_gc_duration_seconds'])
      expect(metrics.find((metric) => metric.name === name)).toMatchObject({ help: expect.stringMatching(/\w/) });
  });

  // proves: START-02
  it('has data of now and of the whole day before', async () => {
    const now = Date.now() / 1000;
    expect(await query('count(up == 1)')).toBe(6);
    for (const hoursAgo of [1, 6, 23])
      expect(await query('count({__name__!=""})', now - hoursAgo * 3600)).toBeGreaterThan(50);
  });

  // proves: START-01
  it('prints three questions, and the link as its last line', async () => {
    demo.child.kill('SIGTERM');
    const { code, stdout } = await demo.finished;
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/link#token=[\w-]{43}$/);
    expect(stdout.match(/^ {2}\S.*$/gm)).toHaveLength(3);
    expect(stdout).toContain(`npx locum link --data-dir ${join(dataDir, 'locum')}`);
  });

  // proves: START-03
  it('leaves no server behind when it was stopped', async () => {
    const { origin } = await link();
    for (const url of [origin, await prometheusUrl()]) await expect(fetch(url)).rejects.toThrow();
  });

  it('learns what is live when it starts again, without making its reader wait for that', async () => {
    const again = startLocum(['demo', '--data-dir', dataDir]);
    const { origin } = new URL(await again.printed(/^(http:\S+token=\S+)$/m));
    const token = readFileSync(join(dataDir, 'locum', 'cli-token'), 'utf8').trim();
    const helpOf = async (name: string) => {
      const listed = await fetch(`${origin}/api/v1/metrics?limit=200`, {
        headers: { authorization: `Bearer ${token}` },
      });
      return listMetrics.reply.parse(await listed.json()).metrics.find((metric) => metric.name === name)?.help ?? '';
    };
    await expect.poll(() => helpOf('auth_sessions_active'), { timeout: 60_000, interval: 500 }).not.toBe('');
    again.child.kill('SIGTERM');
    const { code, stderr } = await again.finished;
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('Waiting until data flows')]);
  });
});
