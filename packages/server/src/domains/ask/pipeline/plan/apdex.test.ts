import { describe, expect, it } from 'vitest';
import { askHarbour, planHarbour, queryOf } from './test/harbour-plans.ts';

describe('Apdex', () => {
  it.each([
    [
      'apdex of booking with 0.3 s and 1.2 s',
      '(sum(rate(http_request_duration_seconds_bucket{service="booking", le="0.3"}[5m])) + sum(rate(http_request_duration_seconds_bucket{service="booking", le="1.2"}[5m]))) / 2 / sum(rate(http_request_duration_seconds_count{service="booking"}[5m]))',
    ],
    [
      'apdex score of tickets: satisfied under 100 ms, tolerating up to 500 ms',
      '(sum(rate(http_request_duration_seconds_bucket{service="tickets", le="0.1"}[5m])) + sum(rate(http_request_duration_seconds_bucket{service="tickets", le="0.5"}[5m]))) / 2 / sum(rate(http_request_duration_seconds_count{service="tickets"}[5m]))',
    ],
  ])('takes both bounds as they are said: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it('tolerates four times what satisfies, up to the next bucket', () => {
    expect(queryOf('apdex of booking by method, target 300 ms')).toBe(
      '(sum by (method) (rate(http_request_duration_seconds_bucket{service="booking", le="0.3"}[5m])) + sum by (method) (rate(http_request_duration_seconds_bucket{service="booking", le="1.2"}[5m]))) / 2 / sum by (method) (rate(http_request_duration_seconds_count{service="booking"}[5m]))',
    );
  });

  it('is satisfied by half a second when nothing is said, and tells what it took', () => {
    const { promql, reading, unit } = planHarbour('apdex of booking');
    expect(promql).toBe(
      '(sum(rate(http_request_duration_seconds_bucket{service="booking", le="0.5"}[5m])) + sum(rate(http_request_duration_seconds_bucket{service="booking", le="2"}[5m]))) / 2 / sum(rate(http_request_duration_seconds_count{service="booking"}[5m]))',
    );
    expect(reading).toBe('Apdex of request latency: satisfied up to 0.5 s, tolerating up to 2 s');
    expect(unit).toBe('ratio');
  });

  it('offers the buckets there are instead of a bound that no bucket has', () => {
    const outcome = askHarbour('apdex of tickets with t=0.7s');
    expect(outcome).toMatchObject({ outcome: 'declined', reason: 'cannot_compute' });
    expect(outcome).toMatchObject({ message: expect.stringContaining('0.1, 0.3, 0.5, 1.2, 2') });
  });

  it('knows no service that is not here', () => {
    expect(askHarbour('apdex of the customs service')).toMatchObject({ outcome: 'declined', reason: 'unknown_word' });
  });
});
