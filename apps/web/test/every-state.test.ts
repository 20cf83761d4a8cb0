import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { createHarness } from './harness.ts';
import { pageStates } from './states.ts';

const harness = createHarness();

// proves: WEB-06, WEB-07
test.each(pageStates)(
  '$name: axe finds nothing serious in light and dark, and 390 px hold it',
  async ({ path, prepare, reach }) => {
    prepare?.(harness.world);
    const page = await harness.open(path, { bypassCSP: true, reducedMotion: 'reduce' });
    await reach?.(page);
    await page.evaluate(axe.source);
    expect(await seriousViolations(page)).toEqual([]);
    await page.evaluate(() => {
      document.documentElement.dataset.theme = 'dark';
    });
    expect(await seriousViolations(page, ['color-contrast'])).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  },
);

async function seriousViolations(page: Page, rules?: string[]): Promise<string[]> {
  const results = await page.evaluate(
    (only) =>
      (globalThis as unknown as { axe: typeof axe }).axe.run(
        document,
        // Without what passed, for which axe would gather as much as for what did not.
        { resultTypes: ['violations'], ...(only ? { runOnly: { type: 'rule', values: only } } : {}) },
      ),
    rules,
  );
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
}
