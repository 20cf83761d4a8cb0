import { describe, expect, it } from 'vitest';
import { parseRetryAfter, pickBackoffMs } from './retry-policy.ts';

describe('Retry-After', () => {
  const now = Date.UTC(2026, 0, 1);
  it.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['soon', undefined],
    ['-5', undefined],
    [undefined, undefined],
  ])('%j is %j ms', (header, expected) => {
    expect(parseRetryAfter(header, now)).toBe(expected);
  });
});

describe('the wait before another attempt', () => {
  it('lies anywhere below a ceiling that doubles up to five seconds', () => {
    const almostOne = () => 0.999_999;
    expect([0, 1, 2, 10].map((attempt) => pickBackoffMs(attempt, almostOne))).toEqual([199, 399, 799, 4_999]);
    expect(pickBackoffMs(3, () => 0)).toBe(0);
  });
});
