import { describe, expect, it } from 'vitest';
import { askHarbour, planHarbour, queryOf } from './test/harbour-plans.ts';

describe('one counter per another', () => {
  it.each([
    ['tolls per request', 'sum(rate(tolls_total[5m])) / sum(rate(http_requests_total[5m]))'],
    [
      'tolls per request an hour ago',
      'sum(rate(tolls_total[5m] offset 1h)) / sum(rate(http_requests_total[5m] offset 1h))',
    ],
    ['mooring searches per toll', 'sum(rate(mooring_searches_total[5m])) / sum(rate(tolls_total[5m]))'],
    [
      'beacon bytes sent per request in the last hour',
      'sum(rate(beacon_sent_bytes_total[1h])) / sum(rate(http_requests_total[1h]))',
    ],
  ])('divides both over the same window: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it.each([
    [
      'average value of a toll',
      'sum(rate(tolls_revenue_euros_total[5m])) / sum(rate(tolls_total{outcome="success"}[5m]))',
    ],
    [
      'average revenue per toll over the last hour',
      'sum(rate(tolls_revenue_euros_total[1h])) / sum(rate(tolls_total{outcome="success"}[1h]))',
    ],
    [
      'average value of a toll 3 hours ago',
      'sum(rate(tolls_revenue_euros_total[5m] offset 3h)) / sum(rate(tolls_total{outcome="success"}[5m] offset 3h))',
    ],
    [
      'how many euros does a toll bring in',
      'sum(rate(tolls_revenue_euros_total[5m])) / sum(rate(tolls_total{outcome="success"}[5m]))',
    ],
  ])('finds the money of a thing beside its number: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it.each([
    'average toll in euros',
    'average toll value',
    'mean toll worth',
    'what is a toll worth',
    'typical toll value right now',
    'average euro amount of a toll',
    'average price in € per toll',
    'average amount in euros for each toll',
  ])('finds it however it is called: "%s"', (question) => {
    expect(queryOf(question)).toBe(
      'sum(rate(tolls_revenue_euros_total[5m])) / sum(rate(tolls_total{outcome="success"}[5m]))',
    );
  });

  it.each([
    ['average tolls per lane', 'sum by (lane) (rate(tolls_total[5m]))'],
    ['average fuel value', 'sum by (vessel) (fuel_litres)'],
  ])('finds no money where none is meant: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it('keeps the unit of what is divided', () => {
    expect(planHarbour('beacon bytes sent per request')).toMatchObject({
      unit: 'bytes',
      reading: 'beacon sent bytes total per requests',
    });
  });

  it('groups by what is a label', () => {
    expect(queryOf('tolls per lane')).toBe('sum by (lane) (rate(tolls_total[5m]))');
  });

  it('divides by nothing that nobody counts', () => {
    expect(askHarbour('tolls per sailor')).toMatchObject({ outcome: 'declined', reason: 'unknown_grouping' });
  });
});
