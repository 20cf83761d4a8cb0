import { describe, expect, it } from 'vitest';
import { planHarbour, queryOf } from './test/harbour-plans.ts';

const errors = (window: string) =>
  `sum(rate(http_requests_total{service="booking", code=~"5.."}[${window}])) / sum(rate(http_requests_total{service="booking"}[${window}]))`;

describe('error budgets', () => {
  it.each([
    ['burn rate of booking', `(${errors('5m')}) / 0.001`],
    ['how fast are we burning the error budget of booking', `(${errors('5m')}) / 0.001`],
    ['burn rate of booking for a 99.5 % slo over the last hour', `(${errors('1h')}) / 0.005`],
    ['how much of the error budget of booking is left (99.9% slo)', `1 - ((${errors('30d')}) / 0.001)`],
    ['how much of the error budget has booking used in the last 7 days', `(${errors('1w')}) / 0.001`],
    [
      'how fast do we burn the error budget by service',
      '(sum by (service) (rate(http_requests_total{code=~"5.."}[5m])) / sum by (service) (rate(http_requests_total[5m]))) / 0.001',
    ],
  ])('answers "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it('tells a factor from a share, and an objective that was said from one that is assumed', () => {
    expect(planHarbour('burn rate of booking for a 99 % slo')).toMatchObject({
      unit: 'factor',
      reading: expect.stringContaining('burn rate for an objective of 99 %'),
    });
    expect(planHarbour('how much of the error budget of booking is left')).toMatchObject({
      unit: 'ratio',
      reading: expect.stringContaining('error budget left for an assumed objective of 99.9 %'),
    });
  });
});
