import { describe, expect, it } from 'vitest';
import { askHarbour, queryOf } from './test/harbour-plans.ts';

describe('classic histograms', () => {
  it.each([
    ['boarding duration', 'histogram_quantile(0.95, sum by (le) (rate(boarding_duration_seconds_bucket[5m])))'],
    ['p50 of boarding', 'histogram_quantile(0.5, sum by (le) (rate(boarding_duration_seconds_bucket[5m])))'],
    [
      'p95 boarding duration by gate',
      'histogram_quantile(0.95, sum by (le, gate) (rate(boarding_duration_seconds_bucket[5m])))',
    ],
    [
      'p99.9 boarding duration over the last hour',
      'histogram_quantile(0.999, sum by (le) (rate(boarding_duration_seconds_bucket[1h])))',
    ],
    [
      'p99 of tickets in the last 15 minutes',
      'histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket{service="tickets"}[15m])))',
    ],
    [
      'average latency of booking by method',
      'sum by (method) (rate(http_request_duration_seconds_sum{service="booking"}[5m])) / sum by (method) (rate(http_request_duration_seconds_count{service="booking"}[5m]))',
    ],
  ])('answer "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it.each([
    [
      'share of boardings within 250 ms by gate',
      'sum by (gate) (rate(boarding_duration_seconds_bucket{le="0.25"}[5m])) / sum by (gate) (rate(boarding_duration_seconds_count[5m]))',
    ],
    [
      'percentage of requests within 500 ms for booking',
      '(sum(rate(http_request_duration_seconds_bucket{service="booking", le="0.5"}[5m])) / sum(rate(http_request_duration_seconds_count{service="booking"}[5m]))) * 100',
    ],
    [
      'share of requests of booking slower than 1.2 s',
      '1 - sum(rate(http_request_duration_seconds_bucket{service="booking", le="1.2"}[5m])) / sum(rate(http_request_duration_seconds_count{service="booking"}[5m]))',
    ],
    [
      'our promise is 300 ms. what share of the requests makes it',
      'sum(rate(http_request_duration_seconds_bucket{le="0.3"}[5m])) / sum(rate(http_request_duration_seconds_count[5m]))',
    ],
  ])('tell the share on one side of a bucket: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });
});

describe('native histograms', () => {
  it.each([
    ['p95 docking duration', 'histogram_quantile(0.95, sum(rate(docking_duration_seconds[5m])))'],
    ['median docking duration per pier', 'histogram_quantile(0.5, sum by (pier) (rate(docking_duration_seconds[5m])))'],
    [
      'average docking duration at the north pier',
      'histogram_sum(sum(rate(docking_duration_seconds{pier="north"}[5m]))) / histogram_count(sum(rate(docking_duration_seconds{pier="north"}[5m])))',
    ],
  ])('are one series without buckets: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });
});

describe('summaries', () => {
  it.each([
    ['p50 crane lift', 'crane_lift_seconds{quantile="0.5", service="crane"}'],
    ['median pilot wait by pier', 'max by (pier) (pilot_wait_seconds{quantile="0.5"})'],
    ['average pilot wait', 'rate(pilot_wait_seconds_sum[5m]) / rate(pilot_wait_seconds_count[5m])'],
    ['pilot waits per minute', 'rate(pilot_wait_seconds_count[5m]) * 60'],
  ])('answer "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it('have the highest of the usual percentiles when none is asked', () => {
    expect(queryOf('crane lift time')).toBe('crane_lift_seconds{quantile="0.99", service="crane"}');
    expect(queryOf('pilot wait')).toBe('pilot_wait_seconds{quantile="0.9"}');
  });

  it('have no percentiles but their own, and say which', () => {
    expect(askHarbour('p95 pilot wait')).toMatchObject({
      outcome: 'declined',
      reason: 'cannot_compute',
      message: expect.stringContaining('p0, p50, p90, p100'),
    });
  });
});
