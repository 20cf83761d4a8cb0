import { describe, expect, it } from 'vitest';
import { queryOf } from './test/harbour-plans.ts';

const BY_ROUTE = 'sum by (route) (rate(http_requests_total[5m]))';
const BY_GATE = 'histogram_quantile(0.95, sum by (le, gate) (rate(boarding_duration_seconds_bucket[5m])))';
const FUEL = 'sum by (vessel) (fuel_litres)';

describe('rankings', () => {
  it.each([
    ['top 3 routes by requests', `topk(3, ${BY_ROUTE})`],
    ['bottom 2 routes by requests', `bottomk(2, ${BY_ROUTE})`],
    ['busiest 5 routes', `topk(5, ${BY_ROUTE})`],
    ['busiest 2 routes by requests', `topk(2, ${BY_ROUTE})`],
    ['two ships with the most fuel', `topk(2, ${FUEL})`],
    ['the single ship with the least fuel', `bottomk(1, ${FUEL})`],
    ['slowest 2 gates boarding', `topk(2, ${BY_GATE})`],
    ['the two slowest gates by p95 boarding duration', `topk(2, ${BY_GATE})`],
    [
      'top 5 instances by p99 request latency',
      'topk(5, histogram_quantile(0.99, sum by (le, instance) (rate(http_request_duration_seconds_bucket[5m]))))',
    ],
    [
      'top 2 services by error rate',
      'topk(2, sum by (service) (rate(http_requests_total{code=~"5.."}[5m])) / sum by (service) (rate(http_requests_total[5m])))',
    ],
  ])('give as many as are asked: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it.each([
    ['which route has the most requests', `topk(1, ${BY_ROUTE})`],
    ['which route gets the fewest requests', `bottomk(1, ${BY_ROUTE})`],
    ['which ship has the least fuel', `bottomk(1, ${FUEL})`],
    ['which gate is slowest to board', `topk(1, ${BY_GATE})`],
    [
      'which lane had the most failed tolls in the last hour',
      'topk(1, sum by (lane) (increase(tolls_total{outcome!="success"}[1h])))',
    ],
  ])('give one where a superlative asks for it: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it.each([
    ['highest engine temperature', 'max(engine_temperature_celsius)'],
    ['hottest engine', 'max(engine_temperature_celsius)'],
    ['maximum parcels waiting per quay', 'max by (quay) (parcels_waiting)'],
  ])('give the value alone where no thing is asked: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });
});
