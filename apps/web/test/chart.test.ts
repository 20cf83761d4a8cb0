import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { createHarness } from './harness.ts';
import { askQuestion } from './states.ts';

const harness = createHarness();

async function openChart(question: string): Promise<Page> {
  const page = await harness.open();
  await askQuestion(page, question);
  await page.locator('.u-over').waitFor();
  return page;
}

test('the values under the mouse are listed, greatest first', async () => {
  const page = await openChart('How slow is checkout?');
  await page.locator('.u-over').hover();
  const rows = await page
    .locator('.u-over')
    .evaluate((over) =>
      [...over.closest('[role=img]')!.querySelectorAll('.font-medium')].map((cell) => cell.textContent),
    );
  const shown = rows.filter((text) => text).map((text) => Number.parseFloat(text!));
  expect(shown).toEqual(shown.toSorted((left, right) => right - left));
  expect(shown).toHaveLength(3);
});

test('a gap in the data is named, not bridged', async () => {
  const page = await openChart('How slow is checkout?');
  const box = (await page.locator('.u-over').boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.59, box.y + 50);
  expect(
    await page
      .getByRole('img', { name: /^Lines/ })
      .locator('.truncate:visible')
      .allTextContents(),
  ).not.toContain('/cart/items');
});

test('dragging zooms the time range and offers the span in full detail', async () => {
  const page = await openChart('How slow is checkout?');
  const box = (await page.locator('.u-over').boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.25, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 80, { steps: 4 });
  await page.mouse.up();
  await page.getByRole('button', { name: 'Load in full detail' }).click();
  await page.waitForURL('**/ask/q2');
  const range = harness.world.asked[1]?.range as { startSeconds: number; endSeconds: number };
  expect(range.endSeconds - range.startSeconds).toBeGreaterThan(800);
  expect(range.endSeconds - range.startSeconds).toBeLessThan(1000);
});

// proves: WEB-06
test('a finger zooms as the mouse does', async () => {
  const page = await harness.open('/', { hasTouch: true, viewport: { width: 390, height: 844 } });
  await askQuestion(page, 'How slow is checkout?');
  const over = page.locator('.u-over');
  await over.scrollIntoViewIfNeeded();
  await page.waitForTimeout(500);
  const box = (await over.boundingBox())!;
  const devtools = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', share: number) =>
    devtools.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x: box.x + box.width * share, y: box.y + 40 }],
    });
  await touch('touchStart', 0.2);
  for (const share of [0.3, 0.4, 0.5, 0.6]) await touch('touchMove', share);
  await touch('touchEnd', 0.6);
  await page.getByRole('button', { name: 'Reset zoom' }).click();
  await page.getByText('Drag to zoom').waitFor();
});

test('a click in the legend isolates a series and a second one shows all', async () => {
  const page = await openChart('How slow is checkout?');
  const entry = (name: RegExp) => page.getByRole('list', { name: /^Series/ }).getByRole('button', { name });
  await entry(/orders/).click();
  expect(await entry(/items/).getAttribute('aria-pressed')).toBe('false');
  await entry(/orders/).click();
  expect(await entry(/items/).getAttribute('aria-pressed')).toBe('true');
});

test('a hundred series show as the top twelve and the span of the others', async () => {
  const page = await openChart('cpu of every pod');
  const legend = page.getByRole('list', { name: /^Series/ });
  expect(await legend.getByRole('button').count()).toBe(13);
  await legend.getByRole('button', { name: '88 others, lowest to highest' }).waitFor();
  await page.getByRole('button', { name: 'Show all 100' }).click();
  await expect.poll(() => legend.getByRole('button').count()).toBe(100);
});

// proves: WEB-06
test('the chart reads as a table, sortable by any column', async () => {
  const page = await openChart('How slow is checkout?');
  await page.getByRole('button', { name: 'Show as table' }).click();
  await page.getByRole('button', { name: 'Series' }).click();
  expect(await page.getByRole('rowheader').allTextContents()).toEqual([
    '/cart/checkout',
    '/cart/items',
    '/orders/{id}',
  ]);
  await page.getByRole('button', { name: 'Maximum' }).click();
  expect(await page.getByRole('columnheader', { name: 'Maximum' }).getAttribute('aria-sort')).toBe('descending');
});

// proves: WEB-06
test('arrow keys read the values out', async () => {
  const page = await openChart('How slow is checkout?');
  await page.getByRole('img', { name: /^Lines/ }).focus();
  await page.keyboard.press('Home');
  await page.getByText(/\/cart\/checkout \d+ ms, /).waitFor();
});
