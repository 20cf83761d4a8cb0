import { rmSync } from 'node:fs';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { createTestDatabase, createTestRedis } from '../shared/test-services.ts';
import { launchChromium } from './chromium.ts';
import { startPostgres } from './postgres.ts';
import { backfillPrometheus, startPrometheus } from './prometheus.ts';
import { startRedis } from './redis.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function ask(url: string, expression: string, time: number) {
  const response = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query: expression, time: String(time) })}`);
  return response.json();
}

describe('Prometheus', () => {
  it('answers from back-filled history', async () => {
    const hourAgo = Math.floor(Date.now() / 1000) - 3600;
    const openMetrics = `# TYPE lamps gauge\nlamps{room="attic"} 3 ${hourAgo}\n# EOF\n`;
    const dataDir = await backfillPrometheus({ openMetrics });
    cleanups.push(() => rmSync(dataDir, { recursive: true, force: true }));
    const prometheus = await startPrometheus({ dataDir });
    cleanups.push(prometheus.stop);
    expect(await ask(prometheus.url, 'lamps', hourAgo + 1)).toMatchObject({
      status: 'success',
      data: { result: [{ metric: { room: 'attic' }, value: [hourAgo + 1, '3'] }] },
    });
  });

  it('shows its own words when the configuration is refused', async () => {
    await expect(startPrometheus({ config: 'no_such_section: 1' })).rejects.toThrow(/no_such_section/);
  });

  it('refuses back-fill text that is not OpenMetrics', async () => {
    await expect(backfillPrometheus({ openMetrics: 'not metrics' })).rejects.toThrow();
  });

  it('loads recording rules given as text', async () => {
    const rules = 'groups: [{name: g, rules: [{record: answer, expr: vector(42)}]}]';
    const prometheus = await startPrometheus({ rules });
    cleanups.push(prometheus.stop);
    const reply = await (await fetch(`${prometheus.url}/api/v1/rules`)).json();
    expect(JSON.stringify(reply)).toContain('"name":"answer"');
  });

  it('is gone after stop, with its folder', async () => {
    const prometheus = await startPrometheus();
    await prometheus.stop();
    await prometheus.stop();
    await expect(fetch(`${prometheus.url}/-/ready`)).rejects.toThrow();
    expect(() => prometheus.log()).toThrow(/ENOENT/);
  });
});

describe('PostgreSQL', () => {
  it('writes through to disk when asked to, and ends at once when killed', async () => {
    const postgres = await startPostgres({ isDurable: true });
    cleanups.push(postgres.stop);
    const client = new pg.Client({ connectionString: postgres.url });
    client.on('error', () => undefined);
    await client.connect();
    const { rows } = await client.query("select current_setting('fsync') as fsync");
    expect(rows).toEqual([{ fsync: 'on' }]);
    await postgres.kill();
    expect(postgres.isRunning()).toBe(false);
  });

  it('hands out separate empty databases that know vectors', async () => {
    const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    cleanups.push(first.drop, second.drop);
    const client = new pg.Client({ connectionString: first.url });
    await client.connect();
    const { rows } = await client.query("select '[1,2]'::vector <-> '[1,4]'::vector as distance");
    await client.end();
    expect(rows).toEqual([{ distance: 2 }]);
    expect(first.url).not.toBe(second.url);
  });
});

describe('Redis', () => {
  it('gives each caller another database', async () => {
    const [first, second] = [await createTestRedis(), await createTestRedis()];
    expect(first.url).toMatch(/^redis:\/\/127\.0\.0\.1:\d+\/\d+$/);
    expect(first.url).not.toBe(second.url);
  });

  it('names the flag that it refuses', async () => {
    await expect(startRedis({ flags: ['--no-such-flag', '1'] })).rejects.toThrow(/no-such-flag/);
  });
});

describe('Chromium', () => {
  it('runs a page', async () => {
    const { browser, stop } = await launchChromium();
    cleanups.push(stop);
    const page = await browser.newPage();
    expect(await page.evaluate('6 * 7')).toBe(42);
  });
});
