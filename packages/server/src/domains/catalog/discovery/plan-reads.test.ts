import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, planReads, type ReadLimits } from './plan-reads.ts';
import type { MetricReading } from './reading.ts';

const NOW = 1_700_000_000;

function plan(
  counts: Record<string, number | undefined>,
  limits: Partial<ReadLimits> = {},
  previous: MetricReading[] = [],
) {
  return planReads({
    counts: new Map(Object.entries(counts)),
    previous: new Map(previous.map((reading) => [reading.name, reading])),
    now: NOW,
    limits: { ...DEFAULT_LIMITS, ...limits },
  });
}

function readingOf(name: string, seriesCount: number, readAt: number): MetricReading {
  return { name, seriesCount, readAt, lastSeenAt: readAt, labels: new Map(), isNativeHistogram: false };
}

describe('the plan of what to read', () => {
  it('lists small metrics together, as many as fit one request', () => {
    const { batches } = plan({ a: 4, b: 4, c: 4 }, { maxSeriesPerRequest: 10 });
    expect(batches).toEqual([['a', 'b'], ['c']]);
    expect(plan({ a: 1, b: 1, c: 1 }, { maxNamesPerRequest: 2 }).batches).toEqual([['a', 'b'], ['c']]);
  });

  it('never lists a metric above its cap, nor more than the budget in all', () => {
    const found = plan({ small: 10, large: 101, other: 95 }, { maxSeriesPerMetric: 100, maxSeriesTotal: 100 });
    expect(found.batches).toEqual([['small']]);
    expect([...found.byLabels].sort()).toEqual(['large', 'other']);
  });

  it('looks up the labels of the largest, and samples those beyond the number of look-ups', () => {
    const found = plan({ a: 500, b: 900, c: 700, d: 600 }, { maxSeriesPerMetric: 100, maxMetricsByLabels: 2 });
    expect([...found.byLabels].sort()).toEqual(['b', 'c']);
    expect(found.sampled).toEqual([['a', 'd']]);
  });

  it('does not list what the source could not count', () => {
    expect(plan({ a: undefined })).toMatchObject({ batches: [], byLabels: ['a'] });
  });

  it('reuses what has as many series as before, until it is due again', () => {
    const previous = [
      readingOf('same', 5, NOW - 60),
      readingOf('grown', 5, NOW - 60),
      readingOf('old', 5, NOW - 1_801),
    ];
    const found = plan({ same: 5, grown: 6, old: 5, fresh: 5 }, { rereadSeconds: 1_800 }, previous);
    expect(found.reuse).toEqual(['same']);
    expect(found.batches.flat().sort()).toEqual(['fresh', 'grown', 'old']);
  });

  it('reads again what was read in the future, after a clock went back', () => {
    expect(plan({ a: 5 }, {}, [readingOf('a', 5, NOW + 3_600)]).reuse).toEqual([]);
  });

  it('spreads what is due over time instead of reading everything at once', () => {
    const names = Array.from({ length: 400 }, (_, index) => `metric_${index}`);
    const counts = Object.fromEntries(names.map((name) => [name, 1]));
    const previous = names.map((name) => readingOf(name, 1, NOW - 1_350));
    const { reuse } = plan(counts, { rereadSeconds: 1_800 }, previous);
    expect(reuse.length).toBeGreaterThan(100);
    expect(reuse.length).toBeLessThan(300);
  });
});
