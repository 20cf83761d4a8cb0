import { describe, expect, it } from 'vitest';
import { planHarbour, queryOf } from './test/harbour-plans.ts';

describe('a moment in the past', () => {
  it.each([
    ['requests of booking an hour ago', 'sum(rate(http_requests_total{service="booking"}[5m] offset 1h))'],
    ['parcels waiting 30 minutes ago', 'parcels_waiting offset 30m'],
    ['fuel yesterday', 'sum by (vessel) (fuel_litres offset 1d)'],
    [
      'p95 boarding duration a day ago',
      'histogram_quantile(0.95, sum by (le) (rate(boarding_duration_seconds_bucket[5m] offset 1d)))',
    ],
    [
      'hold usage a week ago',
      '1 - sum by (vessel) (hold_free_bytes offset 1w) / sum by (vessel) (hold_size_bytes offset 1w)',
    ],
  ])('is read at that moment: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });
});

describe('comparisons with the past', () => {
  it.each([
    ['is tide-api busier than yesterday? give me the difference in requests per second, now minus then', '1d', '-'],
    ['are requests of tide-api higher or lower than 24h ago? ratio please', '1d', '/'],
    ['is tide-api busier than yesterday at this time? requests/s now divided by then', '1d', '/'],
    ['is tide-api busier than 2 hours ago by how many requests per second', '2h', '-'],
  ])('are found whatever they are said with: "%s"', (question, offset, op) => {
    const requests = (modifier: string) => `sum(rate(http_requests_total{service="tide-api"}[5m]${modifier}))`;
    expect(queryOf(question)).toBe(`${requests('')} ${op} ${requests(` offset ${offset}`)}`);
  });

  it.each(['requests of booking vs one hour earlier, change in %', 'are requests of booking higher than one hour ago'])(
    'leave nothing of their own words open: "%s"',
    (question) => {
      expect(queryOf(question)).toBe(
        '(sum(rate(http_requests_total{service="booking"}[5m])) / sum(rate(http_requests_total{service="booking"}[5m] offset 1h)) - 1) * 100',
      );
    },
  );

  it.each([
    [
      'parcels waiting now minus parcels waiting at the same time yesterday',
      'sum(parcels_waiting) - sum(parcels_waiting offset 1d)',
    ],
    [
      'tolls revenue of the past hour in percent of the tolls revenue in the same hour yesterday',
      '(sum(rate(tolls_revenue_euros_total[1h])) / sum(rate(tolls_revenue_euros_total[1h] offset 1d))) * 100',
    ],
    [
      'how many more requests per second than yesterday does booking get',
      'sum(rate(http_requests_total{service="booking"}[5m])) - sum(rate(http_requests_total{service="booking"}[5m] offset 1d))',
    ],
  ])('are of one measure that is named twice or not at all: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it('are differences where they are compared with an amount', () => {
    expect(queryOf('quays whose parcels waiting are more than 20 higher than half an hour ago')).toBe(
      '(sum by (quay) (parcels_waiting) - sum by (quay) (parcels_waiting offset 30m)) > 20',
    );
  });

  it('are below nothing where it went down', () => {
    expect(queryOf('ships whose fuel is more than 50 lower than an hour ago')).toBe(
      '(sum by (vessel) (fuel_litres) - sum by (vessel) (fuel_litres offset 1h)) < -50',
    );
  });

  it('are made once where the moment is said twice', () => {
    expect(
      queryOf('are we paid more than yesterday? tolls this past hour divided by those in the same hour yesterday'),
    ).toBe('sum(increase(tolls_total[1h])) / sum(increase(tolls_total[1h] offset 1d))');
  });

  it.each([
    [
      'requests of tide-api compared to yesterday',
      '(sum(rate(http_requests_total{service="tide-api"}[5m])) / sum(rate(http_requests_total{service="tide-api"}[5m] offset 1d)) - 1) * 100',
    ],
    [
      'requests by route compared to yesterday',
      '(sum by (route) (rate(http_requests_total[5m])) / sum by (route) (rate(http_requests_total[5m] offset 1d)) - 1) * 100',
    ],
    ['parcels waiting now vs yesterday', '(sum(parcels_waiting) / sum(parcels_waiting offset 1d) - 1) * 100'],
    [
      'error rate of booking compared to last week',
      '((sum(rate(http_requests_total{service="booking", code=~"5.."}[5m])) / sum(rate(http_requests_total{service="booking"}[5m]))) / (sum(rate(http_requests_total{service="booking", code=~"5.."}[5m] offset 1w)) / sum(rate(http_requests_total{service="booking"}[5m] offset 1w))) - 1) * 100',
    ],
  ])('tell the change in percent: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it.each([
    ['difference in parcels waiting vs an hour ago', 'sum(parcels_waiting) - sum(parcels_waiting offset 1h)'],
    ['how many more parcels are waiting than yesterday', 'sum(parcels_waiting) - sum(parcels_waiting offset 1d)'],
  ])('tell the difference where it is asked: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it('tell a factor where one is asked', () => {
    expect(planHarbour('how much slower is boarding than an hour ago')).toMatchObject({
      unit: 'factor',
      promql:
        'histogram_quantile(0.95, sum by (le) (rate(boarding_duration_seconds_bucket[5m]))) / histogram_quantile(0.95, sum by (le) (rate(boarding_duration_seconds_bucket[5m] offset 1h)))',
    });
  });
});

const change = (metric: string, window: string) =>
  `(sum(increase(${metric}[${window}])) / sum(increase(${metric}[${window}] offset ${window})) - 1) * 100`;
const difference = (metric: string, window: string) =>
  `sum(increase(${metric}[${window}])) - sum(increase(${metric}[${window}] offset ${window}))`;

describe('comparisons with the period before', () => {
  it.each([
    ['more requests in the last 30 minutes than in the 30 minutes before', change('http_requests_total', '30m')],
    ['tolls in the last hour vs the hour before', change('tolls_total', '1h')],
    ['tolls in the last hour compared to the previous hour', change('tolls_total', '1h')],
    ['requests in the last day minus the previous day', difference('http_requests_total', '1d')],
    ['how many more tolls in the last hour than in the preceding hour', difference('tolls_total', '1h')],
  ])('set both periods side by side: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });
});
