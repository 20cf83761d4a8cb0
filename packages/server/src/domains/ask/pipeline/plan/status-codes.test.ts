import { describe, expect, it } from 'vitest';
import { askHarbour, queryOf } from './test/harbour-plans.ts';

describe('status codes', () => {
  it.each([
    ['status codes of booking', 'sum by (code) (rate(http_requests_total{service="booking"}[5m]))'],
    ['how many 404s of booking', 'sum(increase(http_requests_total{code="404", service="booking"}[1h]))'],
    ['how many 503s of booking', 'sum(increase(http_requests_total{service="booking", code="503"}[1h])) or vector(0)'],
  ])('are counted by the label that tells them, and are none where it has no such value: %s', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it('are not made up where no label tells them', () => {
    expect(askHarbour('how many 503s of the crane')).toMatchObject({ outcome: 'declined' });
  });
});
