import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { launchChromium } from '@locum/testkit';
import type { Page } from 'playwright-core';
import { build, preview } from 'vite';

// Frame times of a chart with 100 series × 1,000 points in real Chromium, without a GPU. Prints JSON; fails above the limit.
const LIMIT_P95_MS = 32;
const root = join(import.meta.dirname, '..');
const outDir = mkdtempSync(join(root, 'node_modules/.bench-'));

process.env.LOCUM_WEB_BENCH = '1';
await build({
  root,
  configFile: join(root, 'vite.config.ts'),
  logLevel: 'error',
  build: { outDir, emptyOutDir: true },
});
const server = await preview({
  root,
  configFile: false,
  logLevel: 'error',
  build: { outDir },
  preview: { port: 0, host: '127.0.0.1' },
});
const chromium = await launchChromium();
try {
  const page = await chromium.browser.newPage({ viewport: { width: 1280, height: 860 } });
  await page.goto(`${server.resolvedUrls?.local[0]}bench/`);
  await page.getByRole('button', { name: 'Show all 100' }).click();
  await page.locator('.u-over').waitFor();
  await page.waitForTimeout(500);
  const hover = await frames(page, hoverAcross);
  const zoom = await frames(page, zoomInAndOut);
  const idle = await frames(page, () => page.waitForTimeout(1500));
  const passed = hover.p95 < LIMIT_P95_MS && zoom.p95 < LIMIT_P95_MS;
  const report = { series: 100, points: 1000, limitP95Ms: LIMIT_P95_MS, hover, zoom, idle, passed };
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  if (!passed) process.exitCode = 1;
} finally {
  await chromium.stop();
  await server.close();
  rmSync(outDir, { recursive: true, force: true });
}

async function hoverAcross(page: Page): Promise<void> {
  const box = (await page.locator('.u-over').boundingBox())!;
  for (let step = 0; step <= 240; step++) {
    await page.mouse.move(box.x + (box.width * step) / 240, box.y + box.height * (0.5 + 0.4 * Math.sin(step / 9)));
  }
}

async function zoomInAndOut(page: Page): Promise<void> {
  const box = (await page.locator('.u-over').boundingBox())!;
  for (let round = 0; round < 6; round++) {
    const from = box.x + box.width * (0.2 + round * 0.05);
    await page.mouse.move(from, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(from + box.width * 0.4, box.y + 90, { steps: 25 });
    await page.mouse.up();
    await page.mouse.move(from + 20, box.y + 100, { steps: 15 });
    await page.getByRole('button', { name: 'Reset zoom' }).click();
  }
}

interface FrameTimes {
  frames: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

/** Time between consecutive frames of the page while `work` goes on, in ms. */
async function frames(page: Page, work: (page: Page) => Promise<void>): Promise<FrameTimes> {
  await page.evaluate(() => {
    const state = { times: [] as number[], on: true };
    Object.assign(globalThis, { benchFrames: state });
    const tick = (time: number) => {
      state.times.push(time);
      if (state.on) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  await work(page);
  const times = await page.evaluate(() => {
    const state = (globalThis as unknown as { benchFrames: { times: number[]; on: boolean } }).benchFrames;
    state.on = false;
    return state.times;
  });
  const gaps = times
    .slice(1)
    .map((time, index) => time - times[index]!)
    .toSorted((left, right) => left - right);
  const at = (share: number) =>
    Math.round((gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * share))] ?? 0) * 10) / 10;
  return { frames: gaps.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}
