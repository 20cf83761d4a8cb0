import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findChangePoint } from './change-point.ts';
import { findMovement } from './movement.ts';
import { type Point, pointsOf } from './statistics.ts';
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
    const trend = findTrend(curve(240, (index) => 100 + index * 0.25 + (index === 5 ? 1000 : 0)));
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

describe('how a curve went', () => {
  const stepUp = (count: number, part: number) =>
    curve(count, (index) => (index < count * part ? 0.01 : 0.15) * (1 + 0.1 * noise(index)));

  it.each([0.1, 0.5])('is a lasting step up where it stepped up at %d of the window', (part) => {
    const found = findMovement(stepUp(240, part));
    expect(found).toMatchObject({ kind: 'step', time: 1000 + 240 * part * 15 });
    if (found?.kind === 'step') expect(found.after).toBeGreaterThan(10 * found.before);
  });

  it.each([
    [240, 0.9],
    [240, 0.97],
    [60, 0.96],
    [960, 0.997],
  ])('is a jump up that goes on where of %d points those after %d are up', (count, part) => {
    const found = findMovement(stepUp(count, part));
    expect(found).toMatchObject({ kind: 'jump', time: 1000 + Math.ceil(count * part) * 15 });
    if (found?.kind === 'jump') expect(found.last.value).toBeGreaterThan(10 * found.before);
  });

  it('is a jump up from its beginning where a rate is still on its way', () => {
    const points = curve(240, (index) => 0.01 + 0.0005 * noise(index) + Math.max(0, index - 225) * 0.01);
    expect(findMovement(points)).toMatchObject({ kind: 'jump', time: expect.closeTo(1000 + 226 * 15, -2) });
  });

  it('is the jump up of now, whatever an earlier incident left behind', () => {
    const points = curve(240, (index) => {
      if (index >= 228) return 0.15 + 0.002 * noise(index);
      return 0.01 + 0.14 * Math.exp(-index / 40) + 0.0005 * noise(index);
    });
    expect(findMovement(points)).toMatchObject({ kind: 'jump', time: 1000 + 228 * 15 });
  });

  it('is a drop where it has just come down', () => {
    const found = findMovement(curve(240, (index) => (index < 220 ? 80 : 20) + noise(index)));
    expect(found?.kind === 'jump' && found.last.value < found.before).toBe(true);
  });

  it('is seen across gaps', () => {
    const times = Array.from({ length: 240 }, (_, index) => 1000 + index * 15);
    const values = times.map((_, index) => {
      if (index % 7 === 0) return Number.NaN;
      return index % 11 === 0 ? null : (index < 225 ? 10 : 90) + noise(index);
    });
    expect(findMovement(pointsOf(times, values))).toMatchObject({ kind: 'jump', time: 1000 + 225 * 15 });
  });

  it.each([
    ['up', 1],
    ['down', -1],
  ])('is a trend where it goes %s all the time', (_, sign) => {
    const found = findMovement(curve(240, (index) => 100 + sign * index * 0.3 + 3 * noise(index)));
    expect(found).toMatchObject({ kind: 'trend', direction: sign > 0 ? 'rising' : 'falling' });
  });

  it.each([
    ['noise around a level', curve(240, (index) => 10 + noise(index))],
    ['wild noise', curve(240, (index) => 10 + 10 * noise(index))],
    ['a rate that wanders', curve(240, (index) => 10 + 4 * Math.sin(index / 9) + 3 * Math.sin(index / 5.3))],
    ['a spike and back', curve(240, (index) => 10 + noise(index) + (index > 150 && index < 170 ? 500 : 0))],
    ['a spike in the last point', curve(240, (index) => 10 + noise(index) + (index === 239 ? 500 : 0))],
    ['a jump that is over', curve(240, (index) => 10 + noise(index) + (index > 220 && index < 236 ? 500 : 0))],
    ['a sawtooth', curve(240, (index) => (index % 24) * 4)],
    ['bursts', curve(240, (index) => (index % 10 < 4 ? 900 : 10))],
    ['a fall that only a part of its time explains', curve(240, (index) => (index < 24 ? 10_000 - 400 * index : 35))],
    ['a hill', curve(240, (index) => 1000 * Math.exp(-(((index - 60) / 30) ** 2)) + 35)],
    ['few points', curve(6, (index) => (index < 4 ? 1 : 100))],
    ['no points', []],
    ['a constant', curve(240, () => 7)],
    ['nothing at all', curve(240, () => 0)],
    ['dust about zero', curve(240, (index) => 1e-14 * noise(index))],
  ])('is not said of %s', (_, points) => {
    const found = findMovement(points);
    // A fall to a level that has lasted is one; what must not be said is that it was steady.
    if (found?.kind === 'step') expect(points.at(-1)?.value).toBeCloseTo(found.after, 0);
    else expect(found).toBeNull();
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
