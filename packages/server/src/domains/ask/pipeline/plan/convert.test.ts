import { describe, expect, it } from 'vitest';
import { planHarbour } from './test/harbour-plans.ts';

describe('the unit that is asked for', () => {
  it.each([
    [
      'boarding duration p99 in ms',
      'histogram_quantile(0.99, sum by (le) (rate(boarding_duration_seconds_bucket[5m]))) * 1000',
      'milliseconds',
    ],
    [
      'boarding duration in minutes',
      'histogram_quantile(0.95, sum by (le) (rate(boarding_duration_seconds_bucket[5m]))) / 60',
      'minutes',
    ],
    ['beacon bytes sent in megabits per second', 'sum(rate(beacon_sent_bytes_total[5m])) * 0.000008', 'bits'],
    ['hold free bytes in gigabytes', 'hold_free_bytes / 1000000000', 'scaled_bytes'],
    ['hold free space in GiB', 'hold_free_bytes / 1073741824', 'scaled_bytes'],
    [
      'hold usage in percent',
      '(1 - sum by (vessel) (hold_free_bytes) / sum by (vessel) (hold_size_bytes)) * 100',
      'percent',
    ],
    ['engine temperature in celsius', 'engine_temperature_celsius', 'celsius'],
  ])('is that of the result: "%s"', (question, promql, unit) => {
    expect(planHarbour(question)).toMatchObject({ promql, unit });
  });

  it.each([
    ['requests of booking', 'count_per_second'],
    ['requests of booking in the last hour', 'count'],
    ['error rate of booking', 'ratio'],
    ['fuel', 'litres'],
    ['boarding duration', 'seconds'],
  ])('is that of the measure where none is asked: "%s"', (question, unit) => {
    expect(planHarbour(question).unit).toBe(unit);
  });
});
