import { launchChromium } from '@locum/testkit';
import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** Somebody at a browser. */
export interface Reader {
  /** Another tab of the same browser: who signed in stays so. */
  open(address: string): Promise<Page>;
  /** What the browser complained of so far. */
  readonly faults: readonly string[];
  leave(): Promise<void>;
}

export async function startReader(): Promise<Reader> {
  const chromium = await launchChromium();
  const faults: string[] = [];
  // bypassCSP: the policy of the page would keep axe-core out.
  const context = await chromium.browser.newContext({
    viewport: { width: 1280, height: 860 },
    bypassCSP: true,
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(20_000);
  return {
    faults,
    async open(address) {
      const page = await context.newPage();
      page.on('pageerror', (error) => faults.push(String(error)));
      page.on('console', (message) => {
        const text = message.text();
        if (message.type() === 'error' && !text.startsWith('Failed to load resource')) faults.push(text);
      });
      await page.goto(address);
      return page;
    },
    leave: () => chromium.stop(),
  };
}

/** Types a question and sends it with Enter; answers the place of its outcome, whatever that is. */
export async function askInPage(page: Page, question: string) {
  const box = page.getByRole('textbox', { name: /question/i });
  await box.fill(question);
  await box.press('Escape');
  await box.press('Enter');
  const outcome = page.getByRole('article', { name: question }).last();
  await outcome.and(page.locator('[aria-busy="false"]')).waitFor();
  return outcome;
}

/** What axe-core holds for serious or critical. */
export async function seriousViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}
