import { expect, test } from 'vitest';
import { createHarness } from './harness.ts';
import { askQuestion } from './states.ts';

const harness = createHarness();

test('shows each stage as it happens and folds them into one line with the answer', async () => {
  harness.world.stageMs = 150;
  const page = await harness.open();
  await page.getByRole('textbox', { name: 'Question' }).fill('How slow is checkout?');
  await page.keyboard.press('Enter');
  await page.getByText('histogram_quantile over 5 m').waitFor();
  expect(await page.getByText('697 ms').count()).toBe(0);
  await page.getByRole('link', { name: '697 ms' }).waitFor();
  await page.getByRole('button', { name: '8 stages in 46.4 ms' }).click();
  await page.getByText('histogram_quantile over 5 m').waitFor();
});

test('keeps the room of the answer, so that the chart does not move what is below it', async () => {
  harness.world.stageMs = 120;
  const page = await harness.open();
  await page.getByRole('textbox', { name: 'Question' }).fill('How slow is checkout?');
  await page.keyboard.press('Enter');
  await page.getByText('histogram_quantile over 5 m').waitFor();
  const before = await page.getByRole('textbox', { name: 'Follow-up question' }).boundingBox();
  await page.locator('.u-over').waitFor();
  expect(await page.getByRole('textbox', { name: 'Follow-up question' }).boundingBox()).toEqual(before);
});

// proves: WEB-02
test('gives each answer an address that opens it again with the thread that led to it', async () => {
  const page = await harness.open();
  await askQuestion(page, 'How slow is checkout?');
  await page.waitForURL('**/ask/q1');
  await page.getByRole('button', { name: 'compared to yesterday' }).click();
  await page.waitForURL('**/ask/q2');
  expect(harness.world.asked[1]).toMatchObject({ previousQuestionId: 'q1', sourceId: 's1' });

  const other = await harness.open('/ask/q2');
  await other.getByRole('heading', { name: 'compared to yesterday' }).waitFor();
  expect(await other.getByRole('article').count()).toBe(2);
});

// proves: WEB-01, ASK-03
test('leads from a figure to the evidence it rests on, and runs that again', async () => {
  const page = await harness.open();
  await askQuestion(page, 'How slow is checkout?');
  await page.getByRole('link', { name: '742 ms' }).click();
  const figure = page.getByRole('list', { name: 'Figures that rest on this' }).locator('[aria-current="true"]');
  await figure.waitFor();
  expect(await figure.textContent()).toContain('742 ms');
  await page.getByRole('button', { name: 'Run again' }).click();
  await page.getByText('The same result').waitFor();
  expect(harness.world.asked[1]).toMatchObject({
    range: { endSeconds: expect.any(Number) },
    promql: expect.any(String),
  });
});

test('says when something was in the zone of the reader, as the chart does, with UTC on hover', async () => {
  const page = await harness.open('/', { timezoneId: 'America/New_York' });
  await askQuestion(page, 'When did it rise?');
  const moment = page.getByRole('link', { name: /05:27/ });
  await moment.waitFor();
  expect(await moment.getAttribute('title')).toContain('2026-11-20 10:27:00 UTC');
});

// proves: ASK-05
test('answers by another reading at one click', async () => {
  const page = await harness.open();
  await askQuestion(page, 'How slow is checkout?');
  await page.getByRole('button', { name: '2 other readings' }).click();
  await page.getByRole('button', { name: 'Answer this instead' }).first().click();
  await page.waitForURL('**/ask/q2');
  expect(harness.world.asked[1]?.promql).toContain('_sum');
});

// proves: WEB-04
test('checks an edited query, applies the certain repair, runs it and hands it in as the correction', async () => {
  const page = await harness.open();
  await askQuestion(page, 'How slow is checkout?');
  await page.getByRole('button', { name: 'Edit and run' }).click();
  const editor = page.getByRole('textbox', { name: 'PromQL' });
  await editor.fill('sum(rate(up[5m]))');
  await page.getByText('rate needs a counter').waitFor();
  await page.getByText('Can be repaired.').waitFor();
  await page.getByRole('button', { name: 'Apply the repair' }).click();
  await page.getByText('The query is valid').waitFor();
  await editor.fill('max(up)');
  await page.keyboard.press('Control+Enter');
  await page.waitForURL('**/ask/q2');
  expect(harness.world.asked[1]?.promql).toBe('max(up)');
  await page.getByRole('button', { name: 'Use this query from now on' }).click();
  const closed = page.waitForEvent('close');
  await page.close({ runBeforeUnload: true });
  await closed;
  await expect.poll(() => harness.world.feedback).toEqual([{ id: 'q1', verdict: 'edited', promql: 'max(up)' }]);
});

// proves: WEB-04
test('takes a verdict back within a few seconds, and keeps it otherwise', async () => {
  const page = await harness.open();
  await askQuestion(page, 'How slow is checkout?');
  await page.getByRole('button', { name: 'No, it is wrong' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Yes', exact: true }).click();
  await page.getByText('Accepted.').first().waitFor();
  await page.goto('/catalog');
  await expect.poll(() => harness.world.feedback).toEqual([{ id: 'q1', verdict: 'accepted' }]);
});

// proves: API-01
test('takes up a stream that was cut where it ended', async () => {
  harness.world.cutAfter = 4;
  const page = await harness.open();
  await askQuestion(page, 'How slow is checkout?');
  await page.getByRole('link', { name: '697 ms' }).waitFor();
  expect(harness.world.asked).toHaveLength(1);
});

test('stops a running question and can ask it again', async () => {
  harness.world.stageMs = 400;
  const page = await harness.open();
  await page.getByRole('textbox', { name: 'Question' }).fill('How slow is checkout?');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText('Stopped before the answer came').waitFor();
  harness.world.stageMs = 0;
  await page.getByRole('button', { name: 'Ask again' }).click();
  await page.getByRole('link', { name: '697 ms' }).waitFor();
});

test('says what the server said when a question fails, and tries again at one click', async () => {
  harness.world.failures.set('POST /api/v1/query', 'source_timeout');
  const page = await harness.open();
  await askQuestion(page, 'How slow is checkout?');
  await page.getByText('The source did not answer in time').waitFor();
  await page.getByRole('button', { name: 'req-7f3a91' }).waitFor();
  harness.world.failures.clear();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('link', { name: '697 ms' }).waitFor();
});

test('says before the sentence how old its figures are, and asks past the cache at one click', async () => {
  const page = await harness.open();
  await askQuestion(page, 'stale: how slow is checkout?');
  const notice = page.getByText('before this was asked: Shop did not answer');
  await notice.waitFor();
  const headline = page.getByRole('link', { name: '697 ms' });
  expect((await notice.boundingBox())!.y).toBeLessThan((await headline.boundingBox())!.y);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.waitForURL('**/ask/q2');
  expect(harness.world.asked[1]).toMatchObject({ anew: true });
});

// proves: WEB-03
test('offers what can be answered instead when it declines', async () => {
  const page = await harness.open();
  await askQuestion(page, 'weather in the data centre');
  await page.getByText('Not answered').waitFor();
  await page.getByRole('button', { name: 'temperature of the hottest machine' }).click();
  await page.waitForURL('**/ask/q2');
});

test('never takes text of telemetry for HTML or for an address', async () => {
  const page = await harness.open();
  await askQuestion(page, 'hostile');
  await page.getByText('<img src=x onerror=globalThis.pwned=1><b>bold</b> is slow').waitFor();
  await page.locator('.u-over').hover();
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false);
  expect(await page.getByRole('link', { name: 'Open in Prometheus' }).count()).toBe(0);
});
