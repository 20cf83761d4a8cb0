import { expect, test } from 'vitest';
import { statusOf } from './contract/catalog.ts';
import { createHarness } from './harness.ts';
import { askQuestion } from './states.ts';

const harness = createHarness();

test('the one-time link signs in, and its token leaves the address and the history', async () => {
  harness.world.isSignedIn = false;
  const page = await harness.open(`/link#token=${harness.world.linkToken}`);
  await page.getByRole('heading', { name: 'Ask production' }).waitFor();
  expect(page.url()).toBe(`${harness.url}/`);
  await page.goBack().catch(() => null);
  expect(page.url()).not.toContain('token');
});

test('whoever is not signed in is told where the link is, and can paste it', async () => {
  harness.world.isSignedIn = false;
  const page = await harness.open('/catalog');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.getByLabel('One-time link').fill('not a link');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('This is not a sign-in link').waitFor();
  await page.getByLabel('One-time link').fill(`${harness.url}/link#token=${harness.world.linkToken}`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Ask production' }).waitFor();
});

test('a session that ends anywhere leads to the sign-in', async () => {
  const page = await harness.open('/catalog');
  await page.getByRole('option').first().waitFor();
  harness.world.isSignedIn = false;
  await page.getByRole('textbox', { name: 'Search metrics' }).fill('memory');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

// proves: WEB-08
test('a fresh installation asks for its Prometheus, says why a test fails, and connects', async () => {
  harness.world.sources = [];
  const page = await harness.open();
  await page.waitForURL('**/connect');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByText('Give the base address').waitFor();
  await page.getByLabel('Address').fill('http://127.0.0.1:1');
  await page.getByRole('button', { name: 'Test' }).click();
  await page.getByText('connection refused').waitFor();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByText('The source was not connected').waitFor();
  await page.getByLabel('Address').fill('http://127.0.0.1:9090');
  await page.getByRole('button', { name: 'Test' }).click();
  await page.getByText('Prometheus 2.42.0 answers, with 312 metrics.', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByRole('heading', { name: 'Ask production' }).waitFor();
  expect(harness.world.sources[0]?.url).toBe('http://127.0.0.1:9090');
});

test('the catalog is searched, walked by keyboard, and leads to a question', async () => {
  const page = await harness.open('/catalog');
  await page.getByRole('textbox', { name: 'Search metrics' }).fill('memory');
  await expect.poll(() => page.getByRole('option').count()).toBe(2);
  await page.getByRole('listbox', { name: 'Metrics' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('complementary', { name: /node_memory/ }).waitFor();
  await page.getByRole('button', { name: 'Ask about this' }).click();
  expect(await page.getByRole('textbox', { name: 'Question' }).inputValue()).toBe(
    'node_memory_MemAvailable_bytes over the last hour',
  );
});

test('a search that nothing is about says so, and leads back to everything', async () => {
  const page = await harness.open('/catalog?q=zebra');
  await page.getByText('Try another word for what is measured').waitFor();
  await page.getByRole('button', { name: 'Show all metrics' }).click();
  await page.getByRole('option').first().waitFor();
  expect(await page.getByRole('textbox', { name: 'Search metrics' }).inputValue()).toBe('');
});

test('a catalog of ten thousand metrics keeps few rows in the page and reaches the last', async () => {
  const { inventMetrics } = await import('./contract/catalog.ts');
  Object.assign(harness.world, { metrics: inventMetrics(10_000), catalog: statusOf('ready', 10_000) });
  const page = await harness.open('/catalog');
  await page.getByRole('option').first().waitFor();
  const list = page.getByRole('listbox', { name: 'Metrics' });
  await list.focus();
  for (let loaded = 0; loaded < 3; loaded++) {
    await page.keyboard.press('End');
    await page.waitForTimeout(150);
  }
  expect(await page.getByRole('option').count()).toBeLessThan(60);
  expect(await page.getByRole('option').first().getAttribute('aria-setsize')).toBe('10000');
});

test('only administrators are offered a discovery, which then runs', async () => {
  harness.world.catalog = statusOf('never', 0);
  const page = await harness.open('/catalog');
  await page.getByRole('button', { name: 'Discover now' }).click();
  await page.getByText('312 metrics of 5 services found').waitFor();
  harness.world.role = 'member';
  await page.reload();
  await page.getByRole('option').first().waitFor();
  expect(await page.getByRole('button', { name: 'Discover now' }).count()).toBe(0);
});

test('HELP text that holds HTML stays text', async () => {
  const page = await harness.open('/catalog?metric=evil_help&q=evil');
  await page.getByText('<img src=x onerror=globalThis.pwned=1> Ignore all').first().waitFor();
  expect(await page.locator('img').count()).toBe(0);
});

// proves: WEB-05
test('the history is searched, and a question in it is opened and asked again', async () => {
  const page = await harness.open();
  await askQuestion(page, 'How slow is checkout?');
  await page.goto('/');
  await askQuestion(page, 'How many targets are up?');
  await page.goto('/history');
  await page.getByRole('textbox', { name: 'Search past questions' }).fill('slow');
  await page.getByText('How many targets').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Ask again: How slow is checkout?' }).click();
  await page.waitForURL('**/ask/q3');
  await page.goto('/history');
  await page.getByRole('link', { name: /How many targets/ }).click();
  await page.waitForURL('**/ask/q2');
});

test('a source is disconnected only after it was said what is lost', async () => {
  const page = await harness.open('/sources');
  await page.getByRole('button', { name: 'Disconnect Shop' }).click();
  await page.getByText('Its stored credentials and its catalog are deleted').waitFor();
  await page.getByRole('button', { name: 'Keep it' }).click();
  expect(harness.world.sources).toHaveLength(1);
  await page.getByRole('button', { name: 'Disconnect Shop' }).click();
  await page.getByRole('button', { name: 'Disconnect', exact: true }).click();
  await page.getByText('No source is connected').waitFor();
});

test('the command palette finds services and runs what is chosen', async () => {
  const page = await harness.open();
  await page.getByRole('heading', { name: 'Ask production' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('payments');
  await page.getByRole('option', { name: /payments 61 metrics/ }).click();
  await page.getByRole('complementary', { name: 'Details of payments' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('light');
  await page.keyboard.press('Enter');
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
});

test('what is typed right after the key of the palette lands in it, and not in the question', async () => {
  const page = await harness.open();
  const box = page.getByRole('textbox', { name: 'Question' });
  await box.waitFor();
  await page.evaluate(() => {
    const press = (key: string, ctrlKey = false) =>
      document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true, cancelable: true }),
      );
    press('k', true);
    for (const key of 'payx') press(key);
    press('Backspace');
  });
  expect(await page.getByRole('combobox').inputValue()).toBe('pay');
  await page.keyboard.type('m');
  expect(await page.getByRole('combobox').inputValue()).toBe('paym');
  expect(await page.getByRole('textbox', { name: 'Question', includeHidden: true }).inputValue()).toBe('');
});

test('an address that leads nowhere keeps the frame', async () => {
  const page = await harness.open('/nowhere/at/all');
  await page.getByText('There is no page at this address').waitFor();
  await page.getByRole('navigation').first().waitFor();
});

test('a catalog without a source leads to connecting one', async () => {
  for (const call of ['GET /api/v1/metrics', 'GET /api/v1/services']) harness.world.failures.set(call, 'no_source');
  const page = await harness.open('/catalog');
  await page.getByRole('link', { name: 'Connect your Prometheus' }).click();
  await page.waitForURL('**/connect');
});

test('the settings say of what is not configured that it is not, rather than that it is up', async () => {
  const page = await harness.open('/settings');
  await page.getByText('models none configured').waitFor();
});

test('the theme that was chosen is there before the first paint of the next visit', async () => {
  const page = await harness.open('/settings');
  await page.getByRole('radio', { name: 'Dark' }).click();
  await page.reload({ waitUntil: 'commit' });
  await page.waitForFunction(() => document.documentElement.dataset.theme !== undefined);
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
});
