import { expect, test } from 'vitest';
import { valueRange } from './plot-options.ts';

const bottomOf = (unit: string, low: number, high: number) =>
  valueRange({ type: 'line', unit, thresholds: [] })(null, low, high)[0];

test('rates, counts, shares and durations are drawn from zero, so that a dip of a fifth looks like one', () => {
  for (const unit of ['count_per_second', 'per_60s', 'count', 'ratio', 'seconds'])
    expect(bottomOf(unit, 2.8, 3.5), unit).toBe(0);
});

test('what hardly moves is drawn close, and what goes below zero to its least value', () => {
  expect(bottomOf('count_per_second', 3.4, 3.5)).toBeGreaterThan(3.3);
  expect(bottomOf('bytes', 2.8e9, 3.5e9)).toBeGreaterThan(2e9);
  expect(bottomOf('count', -4, 3)).toBeLessThan(-4);
});
