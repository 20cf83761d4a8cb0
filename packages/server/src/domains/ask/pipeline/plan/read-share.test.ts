import { describe, expect, it } from 'vitest';
import { queryOf } from './test/harbour-plans.ts';

describe('shares of outcomes', () => {
  it.each([
    [
      'error rate of booking',
      'sum(rate(http_requests_total{service="booking", code=~"5.."}[5m])) / sum(rate(http_requests_total{service="booking"}[5m]))',
    ],
    [
      'success rate of booking',
      'sum(rate(http_requests_total{service="booking", code!~"5.."}[5m])) / sum(rate(http_requests_total{service="booking"}[5m]))',
    ],
    [
      'non-5xx share of requests of booking',
      'sum(rate(http_requests_total{service="booking", code!~"5.."}[5m])) / sum(rate(http_requests_total{service="booking"}[5m]))',
    ],
    [
      'fraction of requests with 5xx by service',
      'sum by (service) (rate(http_requests_total{code=~"5.."}[5m])) / sum by (service) (rate(http_requests_total[5m]))',
    ],
    ['success rate of tolls', 'sum(rate(tolls_total{outcome="success"}[5m])) / sum(rate(tolls_total[5m]))'],
    [
      'what part of the tolls is declined',
      'sum(rate(tolls_total{outcome="declined"}[5m])) / sum(rate(tolls_total[5m]))',
    ],
    [
      'what percentage of tolls expired in the last hour',
      '(sum(rate(tolls_total{outcome="expired"}[1h])) / sum(rate(tolls_total[1h]))) * 100',
    ],
    [
      'share of requests with no 5xx',
      'sum(rate(http_requests_total{code!~"5.."}[5m])) / sum(rate(http_requests_total[5m]))',
    ],
    [
      'success percentage of tolls',
      '(sum(rate(tolls_total{outcome="success"}[5m])) / sum(rate(tolls_total[5m]))) * 100',
    ],
    [
      'share of tolls that failed by lane',
      'sum by (lane) (rate(tolls_total{outcome!="success"}[5m])) / sum by (lane) (rate(tolls_total[5m]))',
    ],
    [
      'percentage of requests with 404',
      '(sum(rate(http_requests_total{code="404"}[5m])) / sum(rate(http_requests_total[5m]))) * 100',
    ],
  ])('answer "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });
});

describe('what is only counted', () => {
  it.each([
    ['errors of booking', 'sum(rate(http_requests_total{service="booking", code=~"5.."}[5m]))'],
    ['4xx errors by route', 'sum by (route) (rate(http_requests_total{code=~"4.."}[5m]))'],
    ['failed tolls', 'sum(rate(tolls_total{outcome!="success"}[5m]))'],
    ['errors per second of booking', 'sum(rate(http_requests_total{service="booking", code=~"5.."}[5m]))'],
    ['failed tolls per second', 'sum(rate(tolls_total{outcome!="success"}[5m]))'],
    ['requests with no 5xx', 'sum(rate(http_requests_total{code!~"5.."}[5m]))'],
    ['requests with code 500', 'sum(rate(http_requests_total{code="500"}[5m]))'],
  ])('is no share: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });
});

describe('shares of a whole', () => {
  it.each([
    [
      'share of requests per route',
      'sum by (route) (rate(http_requests_total[5m])) / on () group_left () sum(rate(http_requests_total[5m]))',
    ],
    [
      'share of tolls by lane',
      'sum by (lane) (rate(tolls_total[5m])) / on () group_left () sum(rate(tolls_total[5m]))',
    ],
    ['berth slots usage', 'berth_slots_used / berth_slots_max'],
    ['how full are the berths', 'berth_slots_used / berth_slots_max'],
    ['berth slots used in percent', '(berth_slots_used / berth_slots_max) * 100'],
    ['berth slots used vs max by pier', 'max by (pier) (berth_slots_used / berth_slots_max)'],
    [
      'how full is the hold of the aurora',
      '1 - sum by (vessel) (hold_free_bytes{vessel="aurora"}) / sum by (vessel) (hold_size_bytes{vessel="aurora"})',
    ],
    [
      'tide cache hit ratio',
      'rate(tide_cache_hits_total[5m]) / (rate(tide_cache_hits_total[5m]) + rate(tide_cache_misses_total[5m]))',
    ],
    [
      'tide cache misses in percent',
      '(rate(tide_cache_misses_total[5m]) / (rate(tide_cache_hits_total[5m]) + rate(tide_cache_misses_total[5m]))) * 100',
    ],
  ])('answer "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });
});
