import { describe, expect, it } from 'vitest';
import { createNativeHistogram, layOut } from './native-histogram.ts';

describe('native histogram', () => {
  it('puts every value into the bucket whose bounds enclose it', () => {
    const histogram = createNativeHistogram({ name: 'test_seconds', help: 'Test', schema: 3 });
    for (const value of [0.0001, 0.12, 0.125, 0.5, 1, 1.0001, 7, 4096]) {
      histogram.observe({ value: String(value) }, value);
    }
    for (const { labels, buckets } of histogram.read()) {
      const [index = Number.NaN] = buckets.keys();
      const value = Number(labels.value);
      expect(2 ** ((index - 1) / 8)).toBeLessThan(value);
      expect(2 ** (index / 8)).toBeGreaterThanOrEqual(value);
    }
  });

  it('counts zero apart from the exponential buckets', () => {
    const histogram = createNativeHistogram({ name: 'test_seconds', help: 'Test' });
    histogram.observe({}, 0);
    histogram.observe({}, 2);
    expect(histogram.read()).toEqual([{ labels: {}, count: 2, sum: 2, zeroCount: 1, buckets: new Map([[8, 1]]) }]);
  });

  it('lays out buckets as spans of neighbours and differences of counts', () => {
    const buckets = new Map([
      [5, 4],
      [-3, 2],
      [-2, 7],
      [6, 4],
    ]);
    expect(layOut(buckets)).toEqual({
      spans: [
        { offset: -3, length: 2 },
        { offset: 6, length: 2 },
      ],
      deltas: [2, 5, -3, 0],
    });
  });
});
