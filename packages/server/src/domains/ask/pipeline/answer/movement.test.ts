import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findChangePoint } from './change-point.ts';
import type { Point } from './statistics.ts';
import { findTrend } from './trend.ts';

const curve = (count: number, at: (index: number) => number): Point[] =>
  Array.from({ length: count }, (_, index) => ({ time: 1000 + index * 15, value: at(index) }));

/** The same "noise" every time, between -1 and 1. */
const noise = (index: number) => Math.sin(index * 12.9898) * Math.cos(index * 78.233);

describe('a change point', () => {
  it('is where the level steps up, with the levels on both sides', () => {
    const found = findChangePoint(curve(240, (index) => (index < 160 ? 20 : 200) + noise(index)));
    expect(found?.time).toBe(1000 + 160 * 15);
    expect(found?.before).toBeCloseTo(20, 0);
    expect(found?.after).toBeCloseTo(200, 0);
  });

  it('is found in a step down too', () => {
    expect(findChangePoint(curve(60, (index) => (index < 30 ? 9 : 3)))).toMatchObject({ before: 9, after: 3 });
  });

  it.each([
    ['a spike', curve(240, (index) => 10 + noise(index) + (index === 120 ? 5000 : 0))],
    ['a burst of three points', curve(240, (index) => 10 + noise(index) + (index >= 120 && index < 123 ? 900 : 0))],
    ['a steady rise', curve(240, (index) => 10 + index)],
    ['noise', curve(240, (index) => 10 + 5 * noise(index))],
    ['a daily wave', curve(240, (index) => 100 + 50 * Math.sin(index / 20))],
    ['a constant', curve(240, () => 7)],
    ['a step too small to matter', curve(240, (index) => (index < 120 ? 100 : 104))],
    ['too few points', curve(8, (index) => (index < 4 ? 1 : 100))],
  ])('is not seen in %s', (_, points) => {
    expect(findChangePoint(points)).toBeNull();
  });
});

describe('a trend', () => {
  it('is a steady rise, in parts of where it began', () => {
    const trend = findTrend(curve(240, (index) => 100 + index * 0.25 + noise(index)));
    expect(trend?.direction).toBe('rising');
    expect(trend?.change).toBeCloseTo(0.6, 1);
  });

  it('is not bent by an outlier', () => {
    const trend = findTrend(curve(240, (index) => 100 + index * 0.25 + (index === 5 ? 1e9 : 0)));
    expect(trend?.change).toBeCloseTo(0.6, 1);
  });

  it.each([
    ['noise', curve(240, (index) => 10 + 5 * noise(index))],
    ['one spike', curve(240, (index) => (index === 200 ? 1e6 : 10))],
    ['a change of a few percent', curve(240, (index) => 1000 + index * 0.1)],
    ['too few points', curve(6, (index) => index)],
  ])('is not seen in %s', (_, points) => {
    expect(findTrend(points)).toBeNull();
  });
});

it('neither ever fails or yields a number that is none', () => {
  const values = fc.array(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer()), {
    maxLength: 300,
  });
  fc.assert(
    fc.property(values, (all) => {
      const points = curve(all.length, (index) => all[index] ?? 0);
      const step = findChangePoint(points);
      const trend = findTrend(points);
      if (step !== null) expect([step.time, step.before, step.after].every(Number.isFinite)).toBe(true);
      if (trend !== null) expect(Number.isNaN(trend.change)).toBe(false);
    }),
    { numRuns: 300 },
  );
});
