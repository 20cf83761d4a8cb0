import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ask } from '@locum/contracts';
import type { PrometheusServer } from '@locum/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRecordedShop } from '../../packages/server/test/recorded-shop.ts';
import { type Installation, startServer } from '../stage/installation.ts';
import { askInPage, startReader } from '../stage/page.ts';

let prometheus: PrometheusServer;
beforeAll(async () => {
  prometheus = await startRecordedShop(Math.floor(Date.now() / 1000), { afterwards: 600 });
});
afterAll(() => prometheus?.stop());

// proves: SRC-01, WEB-08
it('a fresh installation asks for its Prometheus, says why an address is wrong, connects and answers', {
  timeout: 90_000,
}, async () => {
  const [server, reader] = await Promise.all([startServer(), startReader()]);
  try {
    const page = await reader.open(server.link);
    await page.waitForURL('**/connect');
    await page.getByLabel('Address').fill('http://127.0.0.1:1');
    await page.getByRole('button', { name: 'Test' }).click();
    await page
      .getByText(/Nothing listens|did not answer/)
      .first()
      .waitFor();
    await page.getByLabel('Address').fill(prometheus.url);
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByText('metrics of').waitFor();
    const answer = await askInPage(page, 'request rate of checkout');
    await answer.getByRole('link', { name: '20/s' }).first().waitFor();
    expect(reader.faults).toEqual([]);
  } finally {
    await reader.leave();
    await server.stop();
  }
});

describe('a server told of its Prometheus by settings', { timeout: 60_000 }, () => {
  let folder: string;
  let server: Installation;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'locum-e2e-knowledge-'));
    mkdirSync(join(folder, 'facts'));
    writeFileSync(join(folder, 'facts', 'mail.yaml'), readExample());
    server = await startServer({ LOCUM_PROMETHEUS_URL: prometheus.url, LOCUM_KNOWLEDGE_DIR: join(folder, 'facts') });
  }, 120_000);
  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  // proves: SRC-02
  it('has discovered it before the first question', async () => {
    const { status, plan } = await server.client.call(ask, { body: { question: 'request rate of cart' } });
    expect([status, plan?.planner]).toEqual(['answered', 'built-in']);
  });

  // proves: CAT-02
  it.each(['mail backlog over the last 6 hours', 'is the mail backlog above 500?'])(
    'understands "%s" by the knowledge file of the guide',
    async (question) => {
      const { plan } = await server.client.call(ask, { body: { question } });
      expect(plan?.promql).toContain('queue_depth{queue="email"');
    },
  );
});

/** The YAML in docs/how-to/add-knowledge.md. */
function readExample(): string {
  const page = readFileSync(fileURLToPath(new URL('../../docs/how-to/add-knowledge.md', import.meta.url)), 'utf8');
  return /```yaml\n([^`]+)```/.exec(page)?.[1] ?? '';
}
