import { describe, expect, it } from 'vitest';
import { askHarbour, queryOf } from './test/harbour-plans.ts';

describe('several percentiles at once', () => {
  it.each([
    [
      'p50 and p99 of boarding duration',
      'label_replace(histogram_quantile(0.5, sum by (le) (rate(boarding_duration_seconds_bucket[5m]))), "quantile", "0.5", "", "") or label_replace(histogram_quantile(0.99, sum by (le) (rate(boarding_duration_seconds_bucket[5m]))), "quantile", "0.99", "", "")',
    ],
    [
      'p50 and p99 of docking duration',
      'label_replace(histogram_quantile(0.5, sum(rate(docking_duration_seconds[5m]))), "quantile", "0.5", "", "") or label_replace(histogram_quantile(0.99, sum(rate(docking_duration_seconds[5m]))), "quantile", "0.99", "", "")',
    ],
    ['p50 and p90 of pilot wait', 'pilot_wait_seconds{quantile=~"0.5|0.9"}'],
    ['p50 and p90 of pilot wait by pier', 'max by (quantile, pier) (pilot_wait_seconds{quantile=~"0.5|0.9"})'],
  ])('are told apart by a label: %s', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it('are declined where a summary lacks one of them', () => {
    expect(askHarbour('p50 and p95 of pilot wait')).toMatchObject({ outcome: 'declined', reason: 'cannot_compute' });
  });

  it('leave a single one as it is', () => {
    expect(queryOf('p90 of pilot wait')).toBe('pilot_wait_seconds{quantile="0.9"}');
  });
});
