import { launchChromium } from '@locum/testkit';
import { expect, test } from 'vitest';
import { builtApp } from './built-app.ts';
import { startRealInstallation } from './real-server.ts';
import { askQuestion } from './states.ts';

// proves: WEB-01, WEB-05, WEB-08, ASK-03
test('from the one-time link over "Connect your Prometheus" to an answer whose evidence repeats, on the real server', {
  timeout: 90_000,
}, async () => {
  await builtApp();
  const [installation, chromium] = await Promise.all([startRealInstallation(), launchChromium()]);
  try {
    const context = await chromium.browser.newContext({ viewport: { width: 1280, height: 860 } });
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        faults.push(message.text());
    });

    await page.goto(installation.link);
    await page.waitForURL('**/connect');
    await page.getByLabel('Address').fill('http://127.0.0.1:1');
    await page.getByRole('button', { name: 'Test' }).click();
    await page.locator('form .text-red').waitFor();
    await page.getByLabel('Address').fill(installation.prometheusUrl);
    await page.getByRole('button', { name: 'Test' }).click();
    await page.locator('form .text-green').waitFor();
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByText('metrics of').waitFor();

    const box = page.getByRole('textbox', { name: 'Question' });
    await box.pressSequentially('error rate of che');
    await page.getByRole('option', { name: /^checkout/ }).waitFor();
    await box.fill('');
    await box.pressSequentially('lat');
    await page.getByRole('option', { name: /^shop_request_duration_seconds/ }).waitFor();

    await askQuestion(page, '95th percentile of shop request duration over the last hour');
    await page.waitForURL('**/ask/*');
    await page.locator('.u-over').waitFor();
    await page.getByRole('article').getByRole('link').first().click();
    await page.getByRole('button', { name: 'Run again' }).first().click();
    await page.getByText('The same result').waitFor();
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.getByText('In words:').waitFor();

    await askQuestion(page, 'per route');
    await page
      .getByRole('list', { name: /^Series/ })
      .getByRole('button', { name: /pay/ })
      .waitFor();
    const address = page.url();
    await page.goto(`${new URL(address).origin}/history`);
    await page.getByRole('link', { name: /per route/ }).click();
    await page.waitForURL(address);
    await expect.poll(() => page.getByRole('article').count()).toBe(2);

    await page.goto(`${new URL(address).origin}/catalog`);
    await page.getByRole('option', { name: /shop_request_duration_seconds/ }).click();
    await page.getByText('/pay').waitFor();
    expect(faults).toEqual([]);
  } finally {
    await chromium.stop();
    await installation.stop();
  }
});
