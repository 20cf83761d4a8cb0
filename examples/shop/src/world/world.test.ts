import { describe, expect, it } from 'vitest';
import { chargeLatency } from './behaviour.ts';
import { visitsPerSecond } from './demand.ts';
import { drawSeconds, meanSeconds, quantileSeconds, shareWithin } from './latency.ts';
import { createRandom } from './random.ts';
import { ratesOf } from './rates.ts';

describe('random', () => {
  it('repeats its draws for the same seed and differs for another', () => {
    const draw = (seed: string) => Array.from({ length: 5 }, createRandom(seed).next);
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });

  it('draws as many events as expected on average, for small and large means', () => {
    const random = createRandom('poisson');
    for (const mean of [0.2, 4, 80]) {
      const draws = Array.from({ length: 4000 }, () => random.poisson(mean));
      expect(draws.every((count) => Number.isInteger(count) && count >= 0)).toBe(true);
      expect(draws.reduce((sum, count) => sum + count, 0) / draws.length / mean).toBeCloseTo(1, 1);
    }
  });
});

describe('latency', () => {
  it('draws what its cumulative share, mean and quantiles promise', () => {
    const random = createRandom('latency');
    const charge = chargeLatency(false);
    const draws = Array.from({ length: 20_000 }, () => drawSeconds(charge, random));
    const within = draws.filter((seconds) => seconds <= 0.15).length / draws.length;
    expect(within).toBeCloseTo(shareWithin(charge, 0.15), 1.5);
    expect(draws.reduce((sum, seconds) => sum + seconds, 0) / draws.length).toBeCloseTo(meanSeconds(charge), 2);
    expect(shareWithin(charge, quantileSeconds(charge, 0.95))).toBeCloseTo(0.95, 4);
  });
});

describe('demand', () => {
  it('is lively in the afternoon, quiet at night and never zero', () => {
    const at = (hour: string) => visitsPerSecond(Date.parse(`2026-03-04T${hour}:00Z`), 'any');
    expect(at('15:00') / at('03:00')).toBeGreaterThan(2.5);
    expect(at('03:00')).toBeGreaterThan(0.5);
  });
});

describe('rates', () => {
  it('lose orders to broken checkouts and to a broken login', () => {
    const normal = ratesOf(4, new Set()).checkouts.placed;
    const brokenCheckout = ratesOf(4, new Set(['checkout-errors'])).checkouts.placed;
    const brokenLogin = ratesOf(4, new Set(['auth-deploy'])).checkouts.placed;
    expect(brokenCheckout / normal).toBeCloseTo(0.65, 1.5);
    expect(brokenLogin / normal).toBeCloseTo(0.75, 1.5);
  });
});
