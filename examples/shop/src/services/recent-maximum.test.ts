import { expect, it } from 'vitest';
import { createRecentMaximum } from './recent-maximum.ts';

it('keeps the greatest value for its window and shows 0 afterwards', () => {
  let nowMs = 0;
  const maximum = createRecentMaximum<{ uri: string }>({ windowMs: 120_000, now: () => nowMs });
  maximum.add({ uri: '/a' }, 3);
  maximum.add({ uri: '/a' }, 1);
  nowMs = 100_000;
  maximum.add({ uri: '/a' }, 2);
  expect(maximum.read()).toEqual([{ labels: { uri: '/a' }, value: 3 }]);
  nowMs = 130_000;
  expect(maximum.read()).toEqual([{ labels: { uri: '/a' }, value: 2 }]);
  nowMs = 300_000;
  expect(maximum.read()).toEqual([{ labels: { uri: '/a' }, value: 0 }]);
});
