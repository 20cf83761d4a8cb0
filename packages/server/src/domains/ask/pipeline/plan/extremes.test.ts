import { describe, expect, it } from 'vitest';
import { HARBOUR_NOW } from '../../../../../test/harbour-catalog.ts';
import { understand } from '../understand/understand.ts';
import { extremeObservation } from './extremes.ts';
import { queryOf } from './test/harbour-plans.ts';

const read = (question: string) => extremeObservation(understand(question, HARBOUR_NOW));

describe('the longest single observation', () => {
  it.each([
    ['slowest request of booking', 'max'],
    ['longest pause of the crane', 'max'],
    ['max docking time', 'max'],
    ['the worst observed crane lift duration', 'max'],
    ['shortest pilot wait time', 'min'],
    ['fastest request', 'min'],
  ])('is asked by "%s"', (question, end) => {
    expect(read(question)).toBe(end);
  });

  it.each([
    ['a thing that has it', 'which gate has the slowest requests'],
    ['a list', 'top 3 slowest requests'],
    ['a percentile', 'max p95 request duration'],
    ['a plain duration', 'request duration'],
  ])('is not asked by who asks for %s', (_what, question) => {
    expect(read(question)).toBeUndefined();
  });

  it.each([
    ['longest pilot wait', 'pilot_wait_seconds{quantile="1"}'],
    ['shortest pilot wait', 'pilot_wait_seconds{quantile="0"}'],
    ['longest wait for a pilot at the north pier', 'pilot_wait_seconds{quantile="1", pier="north"}'],
  ])('is the end of a summary that keeps it: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it.each([
    ['longest weighing time by quay', 'max by (quay) (scale_weighing_seconds_max)'],
    ['longest weighing time in the last hour', 'max(max_over_time(scale_weighing_seconds_max[1h]))'],
  ])('is the maximum that is kept beside a histogram: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });
});
