import type { Page } from 'playwright-core';
import { statusOf } from './contract/catalog.ts';
import { shopSource, type World } from './contract/world.ts';

/** One state of one page: how the server must be for it, and the way there. */
export interface PageState {
  name: string;
  path?: string;
  prepare?(world: World): void;
  reach?(page: Page): Promise<void>;
}

/** Types a question on the Ask page and waits for its answer, whatever it is. */
export async function askQuestion(page: Page, question: string): Promise<void> {
  const box = page.getByRole('textbox', { name: /question/i });
  await box.fill(question);
  await box.press('Escape');
  await box.press('Enter');
  await page.getByRole('article', { name: question }).last().and(page.locator('[aria-busy="false"]')).waitFor();
}

const asked = (name: string, question: string, after?: (page: Page) => Promise<void>): PageState => ({
  name,
  async reach(page) {
    await askQuestion(page, question);
    await page.locator('.skeleton').first().waitFor({ state: 'detached' });
    await after?.(page);
  },
});

export const pageStates: PageState[] = [
  { name: 'sign-in', prepare: (world) => Object.assign(world, { isSignedIn: false }) },
  {
    name: 'sign-in-spent-link',
    path: '/link#token=spent-token-0123456789',
    prepare: (world) => Object.assign(world, { isSignedIn: false }),
    reach: (page) => page.getByText('This link could not be used').waitFor(),
  },
  {
    name: 'connect-first-run',
    prepare: (world) => Object.assign(world, { sources: [] }),
    reach: (page) => page.getByLabel('Address').waitFor(),
  },
  {
    name: 'connect-test-failed',
    path: '/connect',
    async reach(page) {
      await page.getByLabel('Address').fill('http://127.0.0.1:9999');
      await page.getByRole('radio', { name: 'User and password' }).click();
      await page.getByLabel('User name').fill('reader');
      await page.getByRole('button', { name: 'Tenant, headers and TLS' }).click();
      await page.getByRole('button', { name: 'Test' }).click();
      await page.getByText('Nothing listens').waitFor();
    },
  },
  { name: 'ask-empty', reach: (page) => page.getByText('metrics of').waitFor() },
  {
    name: 'ask-loading',
    prepare: (world) =>
      Object.assign(world, { slow: ['/api/v1/history', '/api/v1/catalog/complete', '/api/v1/metrics'] }),
    reach: (page) => page.getByRole('heading', { name: 'Ask production' }).waitFor(),
  },
  {
    name: 'ask-recent',
    async reach(page) {
      for (const question of [
        'How slow is checkout?',
        'weather in the data centre',
        'no such pod: request rate of cart-9',
      ]) {
        await page.goto('/');
        await askQuestion(page, question);
      }
      await page.goto('/');
      await page.getByText('Asked lately').waitFor();
    },
  },
  {
    name: 'ask-source-down',
    prepare: (world) =>
      Object.assign(world, {
        sources: [
          {
            ...shopSource,
            health: { state: 'down', checkedAt: new Date().toISOString(), message: 'connection refused' },
          },
        ],
        catalog: statusOf('failed', 312, 4000),
      }),
    reach: (page) => page.getByText('Discovery failed').waitFor(),
  },
  {
    name: 'ask-completing',
    async reach(page) {
      await page.getByRole('textbox', { name: 'Question' }).pressSequentially('error rate of pa');
      await page.getByRole('option').first().waitFor();
      await page.keyboard.press('ArrowDown');
    },
  },
  {
    name: 'ask-running',
    prepare: (world) => Object.assign(world, { stageMs: 700 }),
    async reach(page) {
      await page.getByRole('textbox', { name: 'Question' }).fill('How slow is checkout?');
      await page.keyboard.press('Enter');
      await page.getByText('within the budget').waitFor();
    },
  },
  asked('answer-line', 'How slow is checkout?', async (page) => {
    await page.locator('.u-over').hover();
  }),
  asked('answer-evidence', 'How slow is checkout?', async (page) => {
    await page.getByRole('link', { name: '697 ms' }).click();
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.getByRole('button', { name: 'Run again' }).click();
    await page.getByText('The same result').waitFor();
  }),
  asked('answer-alternatives', 'unsure: how slow is checkout?', (page) =>
    page.getByRole('button', { name: /2 other readings/ }).click(),
  ),
  asked('answer-editing', 'How slow is checkout?', async (page) => {
    await page.getByRole('button', { name: 'Edit and run' }).click();
    await page.getByRole('textbox', { name: 'PromQL' }).fill('sum by (job) (rate(up{job="cart"}[5m]))');
    await page.getByText('rate needs a counter').waitFor();
  }),
  asked('answer-table', 'How slow is checkout?', async (page) => {
    await page.getByRole('button', { name: 'Show as table' }).click();
    await page.getByRole('table').waitFor();
  }),
  asked('answer-stacked', 'stacked request rate by service'),
  asked('answer-heatmap', 'heatmap of request durations', async (page) => {
    await page.locator('canvas').hover();
  }),
  asked('answer-many', 'cpu of every pod'),
  asked('answer-bars', 'top of memory by instance'),
  asked('answer-stat', 'How many targets are up?'),
  asked('answer-list', 'list all machines'),
  asked('answer-stale', 'stale: how slow is checkout?'),
  asked('answer-declined', 'weather in the data centre'),
  asked('answer-refused', 'delete everything of last week'),
  asked('answer-no-data', 'no such pod: request rate of cart-9'),
  asked('answer-source-failed', 'unreachable: how many targets'),
  {
    name: 'answer-error',
    prepare: (world) => world.failures.set('POST /api/v1/query', 'storage_unavailable'),
    reach: (page) => askQuestion(page, 'How slow is checkout?'),
  },
  asked('answer-thread', 'How slow is checkout?', async (page) => {
    await page.getByRole('button', { name: 'compared to yesterday' }).click();
    await page.getByRole('article').nth(1).and(page.locator('[aria-busy="false"]')).waitFor();
  }),
  { name: 'answer-gone', path: '/ask/nothing', reach: (page) => page.getByText('This answer is not here').waitFor() },
  {
    name: 'history-full',
    async reach(page) {
      for (const question of [
        'How slow is checkout?',
        'delete everything of last week',
        'stacked request rate by service',
      ]) {
        await page.goto('/');
        await askQuestion(page, question);
      }
      await page.goto('/history');
      await page.getByText('stacked request rate').waitFor();
    },
  },
  { name: 'history-empty', path: '/history', reach: (page) => page.getByText('No questions yet').waitFor() },
  {
    name: 'history-error',
    path: '/history',
    prepare: (world) => world.failures.set('GET /api/v1/history', 'storage_unavailable'),
    reach: (page) => page.getByText('could not be read').waitFor(),
  },
  { name: 'catalog-full', path: '/catalog', reach: (page) => page.getByRole('option').first().waitFor() },
  {
    name: 'catalog-detail',
    path: '/catalog',
    async reach(page) {
      await page.getByRole('option').first().click();
      await page.getByText('Ask about this').waitFor();
    },
  },
  {
    name: 'catalog-services',
    path: '/catalog?tab=services&service=cart',
    reach: (page) => page.getByText('Told apart by').waitFor(),
  },
  {
    name: 'catalog-loading',
    path: '/catalog',
    prepare: (world) => Object.assign(world, { slow: ['/api/v1/metrics'] }),
    reach: (page) => page.locator('.skeleton').first().waitFor(),
  },
  {
    name: 'catalog-empty',
    path: '/catalog',
    prepare: (world) => Object.assign(world, { metrics: [], catalog: statusOf('never', 0) }),
    reach: (page) => page.getByText('No metrics yet').waitFor(),
  },
  {
    name: 'catalog-nothing-found',
    path: '/catalog?q=zebra',
    reach: (page) => page.getByText('match “zebra”').waitFor(),
  },
  {
    name: 'catalog-error',
    path: '/catalog',
    prepare: (world) => world.failures.set('GET /api/v1/metrics', 'storage_unavailable'),
    reach: (page) => page.getByText('could not be read').waitFor(),
  },
  {
    name: 'catalog-stale',
    path: '/catalog',
    prepare: (world) => Object.assign(world, { catalog: statusOf('failed', 312, 7200) }),
    reach: (page) => page.getByText('The last discovery failed').waitFor(),
  },
  { name: 'sources-full', path: '/sources', reach: (page) => page.getByRole('heading', { name: 'Shop' }).waitFor() },
  {
    name: 'sources-down',
    path: '/sources',
    prepare: (world) =>
      Object.assign(world, {
        sources: [
          {
            ...shopSource,
            health: { state: 'down', checkedAt: new Date().toISOString(), message: 'The connection was refused.' },
          },
        ],
      }),
    async reach(page) {
      await page.getByRole('button', { name: 'Disconnect Shop' }).click();
      await page.getByText('Its stored credentials').waitFor();
    },
  },
  {
    name: 'sources-empty',
    path: '/sources',
    prepare: (world) => Object.assign(world, { sources: [] }),
    reach: (page) => page.getByText('No source is connected').waitFor(),
  },
  { name: 'settings', path: '/settings', reach: (page) => page.getByText('Shop answers slowly').waitFor() },
  {
    name: 'server-unreachable',
    prepare: (world) => world.failures.set('GET /api/v1/me', 'shutting_down'),
    reach: (page) => page.getByRole('alert').waitFor(),
  },
  {
    name: 'palette',
    async reach(page) {
      await page.getByText('metrics of').waitFor();
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').waitFor();
      await page.keyboard.type('pa');
      await page
        .getByRole('option', { name: /payments/ })
        .first()
        .waitFor();
    },
  },
  {
    name: 'shortcuts',
    path: '/settings',
    async reach(page) {
      await page.getByText('Shop answers slowly').waitFor();
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'not-found', path: '/nowhere', reach: (page) => page.getByText('no page at this address').waitFor() },
];
