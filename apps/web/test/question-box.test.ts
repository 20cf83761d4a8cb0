import { expect, test } from 'vitest';
import { createHarness } from './harness.ts';
import { askQuestion } from './states.ts';

const harness = createHarness();

test('completes services and metrics by keyboard, and asks with Enter', async () => {
  const page = await harness.open();
  const box = page.getByRole('textbox', { name: 'Question' });
  await box.pressSequentially('error rate of pay');
  await page.getByRole('option', { name: /payments/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  expect(await box.getAttribute('aria-activedescendant')).toBeTruthy();
  await page.keyboard.press('Enter');
  expect(await box.inputValue()).toBe('error rate of payments ');
  expect(harness.world.asked).toHaveLength(0);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/ask/q1');
  expect(harness.world.asked[0]?.question).toBe('error rate of payments');
});

test('Escape closes the completions and leaves the text', async () => {
  const page = await harness.open();
  const box = page.getByRole('textbox', { name: 'Question' });
  await box.pressSequentially('pay');
  await page.getByRole('listbox').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('listbox').waitFor({ state: 'detached' });
  expect(await box.inputValue()).toBe('pay');
});

test('remembers the draft over a reload', async () => {
  const page = await harness.open();
  await page.getByRole('textbox', { name: 'Question' }).fill('half a question');
  await page.reload();
  expect(await page.getByRole('textbox', { name: 'Question' }).inputValue()).toBe('half a question');
});

test('↑ in an empty box brings earlier questions back, newest first', async () => {
  const page = await harness.open();
  await askQuestion(page, 'How slow is checkout?');
  await askQuestion(page, 'How many targets are up?');
  const box = page.getByRole('textbox', { name: 'Follow-up question' });
  await box.press('ArrowUp');
  expect(await box.inputValue()).toBe('How many targets are up?');
  await box.press('ArrowUp');
  expect(await box.inputValue()).toBe('How slow is checkout?');
  await box.press('ArrowDown');
  await box.press('ArrowDown');
  expect(await box.inputValue()).toBe('');
});

test('Shift and Enter begin a new line, and a question of 2,001 characters is not sent', async () => {
  const page = await harness.open();
  const box = page.getByRole('textbox', { name: 'Question' });
  await box.fill('one');
  await box.press('Shift+Enter');
  expect(await box.inputValue()).toBe('one\n');
  await box.fill('x'.repeat(2001));
  await page.getByText('2,001 of 2,000 characters').waitFor();
  await box.press('Enter');
  expect(harness.world.asked).toHaveLength(0);
});

test('sends the time range that was chosen', async () => {
  const page = await harness.open();
  await page.getByRole('button', { name: /Time range/ }).click();
  await page.getByRole('menuitem', { name: 'The last 6 h' }).click();
  await askQuestion(page, 'How slow is checkout?');
  expect(harness.world.asked[0]?.range).toEqual({ lastSeconds: 21_600 });
});

test('/ focuses the question box from anywhere on the page', async () => {
  const page = await harness.open();
  const box = page.getByRole('textbox', { name: 'Question' });
  await box.blur();
  await page.keyboard.press('/');
  expect(await box.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await box.inputValue()).toBe('');
});
