import { describe, expect, it } from 'vitest';
import { isFractionWord, NUMBER, numberValue } from './numbers.ts';

const WHOLE = new RegExp(`^${NUMBER}$`);

describe('numbers', () => {
  it.each([
    ['7', 7],
    ['-3.5', -3.5],
    ['1,250,000', 1_250_000],
    ['2.5k', 2500],
    ['3 million', 3e6],
    ['1bn', 1e9],
    ['1e3', 1000],
    ['twelve', 12],
    ['a hundred', 100],
    ['a dozen', 12],
    ['three quarters', 0.75],
    ['two thirds', 2 / 3],
  ])('reads "%s" as %d', (text, value) => {
    expect(text).toMatch(WHOLE);
    expect(numberValue(text)).toBeCloseTo(value, 9);
  });

  it('knows parts of a whole from numbers of things', () => {
    expect(['half', 'a quarter', 'four fifths'].every(isFractionWord)).toBe(true);
    expect(['four', '0.5', 'a dozen'].some(isFractionWord)).toBe(false);
  });
});
