import { getAnswer, listHistory } from '@locum/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Installation, startDemo } from '../stage/installation.ts';
import { askInPage, type Reader, seriousViolations, startReader } from '../stage/page.ts';

describe('the page of the demo', { timeout: 60_000 }, () => {
  let demo: Installation;
  let reader: Reader;
  beforeAll(async () => {
    [demo, reader] = await Promise.all([startDemo(), startReader()]);
    const page = await reader.open(demo.link);
    await page.getByText('metrics of').waitFor();
    await page.close();
  }, 120_000);
  afterAll(async () => {
    await reader?.leave();
    await demo?.stop();
  });

  // proves: WEB-01, ASK-01, ASK-03
  it('answers with a figure, a chart and the query, and repeats the evidence of the figure', async () => {
    const page = await reader.open(demo.url);
    const answer = await askInPage(page, 'request rate of checkout');
    const figure = answer.getByRole('link').first();
    expect(await figure.textContent()).toMatch(/^[\d.]+\/s$/);
    await page.locator('canvas').first().waitFor();
    expect(await page.getByRole('region', { name: 'Query' }).textContent()).toContain('http_requests_total');
    await figure.click();
    await page.getByRole('button', { name: 'Run again' }).first().click();
    await page.getByText('The same result').waitFor();
  });

  // proves: WEB-02, ASK-04
  it('keeps a follow-up in the thread of the question that it follows', async () => {
    const page = await reader.open(demo.url);
    await askInPage(page, 'p95 latency of checkout, per route');
    const second = await askInPage(page, 'and for cart?');
    expect(await page.getByRole('article').count()).toBe(2);
    await second.getByText('cart_http_request_duration_seconds_bucket').first().waitFor();
    await page.reload();
    await expect.poll(() => page.getByRole('article').count()).toBe(2);
  });

  // proves: WEB-03, ASK-06
  it('says that it cannot answer, and offers what it can', async () => {
    const page = await reader.open(demo.url);
    const outcome = await askInPage(page, 'error rate of frontend');
    await outcome.getByText('Not answered').waitFor();
    expect(await outcome.textContent()).toContain('frontend');
    const instead = outcome.getByRole('list').getByRole('button').first();
    const question = await instead.textContent();
    await instead.click();
    await page.getByRole('article', { name: question ?? '', exact: true }).waitFor();
  });

  // proves: WEB-03, ASK-07
  it('refuses what must not be done, and says that nothing was run', async () => {
    const page = await reader.open(demo.url);
    const outcome = await askInPage(page, 'delete all series of checkout');
    await outcome.getByText('Refused').waitFor();
    await outcome.getByText('Nothing was run').waitFor();
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    const kept = await demo.client.call(getAnswer, { params: { id } });
    expect([kept.evidence, kept.plan]).toEqual([[], undefined]);
  });

  // proves: WEB-04, WEB-05
  it('keeps a verdict, and finds the question again in the history', async () => {
    const page = await reader.open(demo.url);
    const answer = await askInPage(page, 'cache hit ratio of cart');
    const address = page.url();
    await answer.getByRole('button', { name: 'Yes', exact: true }).click();
    await page.getByText('Accepted.').first().waitFor();
    await page.goto(`${demo.url}/history`);
    await page.getByRole('textbox', { name: 'Search past questions' }).fill('hit ratio');
    const entries = async () => (await demo.client.call(listHistory, { query: { search: 'hit ratio' } })).entries;
    await expect.poll(entries, { timeout: 10_000 }).toMatchObject([{ feedback: { verdict: 'accepted' } }]);
    await page.getByRole('link', { name: /cache hit ratio of cart/ }).click();
    await page.waitForURL(address);
  });

  // proves: WEB-06
  it('shows an answer that assistive technology can read and a phone can hold', async () => {
    const page = await reader.open(demo.url);
    await askInPage(page, 'memory of cart compared to an hour ago');
    expect(await seriousViolations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  });

  // proves: WEB-07
  it('makes the browser complain of nothing', () => {
    expect(reader.faults).toEqual([]);
  });
});
