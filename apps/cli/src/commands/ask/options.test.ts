import { expect, it } from 'vitest';
import { parseMoment } from './moment.ts';
import { parseRange } from './range.ts';

it('reads moments as RFC 3339 or Unix seconds, and nothing else', () => {
  expect(parseMoment('1790000400')).toBe(1_790_000_400);
  expect(parseMoment('1790000400.5')).toBe(1_790_000_400.5);
  expect(parseMoment('2026-09-21T14:20:00Z')).toBe(1_790_000_400);
  expect(parseMoment('2026-09-21T16:20:00+02:00')).toBe(1_790_000_400);
  for (const text of ['now', '', '2026-09-21', '-5', 'Sep 21 2026']) expect(() => parseMoment(text), text).toThrow();
});

it('reads spans, and two moments', () => {
  expect(parseRange('90m')).toEqual({ lastSeconds: 5400 });
  expect(parseRange('1h30m')).toEqual({ lastSeconds: 5400 });
  expect(parseRange('2026-09-21T14:00Z..2026-09-21T14:20:00Z')).toEqual({
    startSeconds: 1_789_999_200,
    endSeconds: 1_790_000_400,
  });
  expect(parseRange('2026-09-21T14:00..14:20')).toEqual({ startSeconds: 1_789_999_200, endSeconds: 1_790_000_400 });
  for (const text of ['', '0s', '5', '5x', '400d', '14:00..13:00', '2026-09-21T15:00Z..2026-09-21T14:00Z'])
    expect(() => parseRange(text), text).toThrow();
});
