import { describe, expect, it } from 'vitest';
import { askHarbour, queryOf } from '../test/harbour-plans.ts';

describe('a query where a question is expected', () => {
  it.each([
    'topk(2, fuel_litres)',
    'sum by (route) (rate(http_requests_total{code=~"5.."}[5m]))',
    'rate(http_requests_total[5m]) / 2',
  ])('runs as it is written: %s', (query) => {
    expect(queryOf(query)).toBe(query);
  });

  it('runs behind the word that introduces it', () => {
    expect(queryOf('promql: `max(fuel_litres)`')).toBe('max(fuel_litres)');
  });

  it('says what is wrong with one that does not parse', () => {
    expect(askHarbour('sum(rate(http_requests_total[5m])')).toMatchObject({
      outcome: 'declined',
      reason: 'cannot_compute',
      message: expect.stringContaining('does not parse'),
    });
  });

  it('reads a metric that is only named by its type', () => {
    expect(queryOf('http_requests_total{service="booking"}')).toContain('rate(');
  });
});
