import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createHarness } from './harness.ts';

const harness = createHarness();
const BUDGET_BYTES = 200 * 1024;

test('the first page needs at most 200 KB of script, gzipped, and no chart', async () => {
  const page = await harness.open();
  const scripts = new Map<string, number>();
  page.on('response', async (response) => {
    if (!response.url().endsWith('.js')) return;
    const body = await response.body().catch(() => Buffer.alloc(0));
    scripts.set(new URL(response.url()).pathname, gzipSync(body).length);
  });
  await page.reload({ waitUntil: 'networkidle' });
  await page.getByText('metrics of').waitFor();
  const total = [...scripts.values()].reduce((sum, size) => sum + size, 0);
  expect(total).toBeGreaterThan(50_000);
  expect(total).toBeLessThanOrEqual(BUDGET_BYTES);
  expect([...scripts.keys()].filter((name) => name.includes('time-plot'))).toEqual([]);
});
