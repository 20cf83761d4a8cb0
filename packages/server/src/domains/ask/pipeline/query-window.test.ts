import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chooseWindow, stepFor } from './query-window.ts';

const base = { kind: 'range', now: 1_790_000_400, scrapeIntervalSeconds: 15 } as const;

it.each([
  [3600, 15, 15],
  [3600, 60, 60],
  [6 * 3600, 15, 30],
  [86_400, 15, 120],
  [7 * 86_400, 15, 900],
  [90 * 86_400, 15, 10_800],
])('%d s scraped every %d s get a step of %d s', (length, interval, step) => {
  expect(stepFor(length, interval)).toBe(step);
});

it('never has more than about a thousand points, nor points between scrapes', () => {
  const length = fc.integer({ min: 1, max: 366 * 86_400 });
  fc.assert(
    fc.property(length, fc.integer({ min: 1, max: 600 }), (seconds, interval) => {
      const step = stepFor(seconds, interval);
      expect(seconds / step).toBeLessThanOrEqual(1000);
      expect(step).toBeGreaterThanOrEqual(interval);
    }),
  );
});

it('ends now and looks back as far as the question says, an hour otherwise', () => {
  expect(chooseWindow(base)).toMatchObject({ startSeconds: base.now - 3600, endSeconds: base.now });
  expect(chooseWindow({ ...base, rangeSeconds: 7200 })).toMatchObject({ startSeconds: base.now - 7200 });
});

it('prefers the range of the caller to that of the question', () => {
  const absolute = { start: base.now - 500, end: base.now - 100 };
  expect(chooseWindow({ ...base, absolute })).toMatchObject({ startSeconds: absolute.start, endSeconds: absolute.end });
  expect(chooseWindow({ ...base, absolute, range: { lastSeconds: 60 } })).toMatchObject({ endSeconds: base.now });
  const range = { startSeconds: base.now - 9000, endSeconds: base.now - 5000 };
  expect(chooseWindow({ ...base, kind: 'instant', range })).toEqual({ kind: 'instant', endSeconds: range.endSeconds });
});
