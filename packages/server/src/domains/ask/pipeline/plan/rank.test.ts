import { describe, expect, it } from 'vitest';
import { HARBOUR_NOW } from '../../../../../test/harbour-catalog.ts';
import { createLargerHarbourGround } from '../ground/test/harbour-ground.ts';
import { planQuestion } from './built-in-planner.ts';
import { askHarbour, queryOf } from './test/harbour-plans.ts';

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
    ['2 ships with the least fuel left', `bottomk(2, ${FUEL})`],
    ['fuel by ship, biggest first', `sort_desc(${FUEL})`],
    [
      'which ship is nearest to a full hold',
      'topk(1, 1 - sum by (vessel) (hold_free_bytes) / sum by (vessel) (hold_size_bytes))',
    ],
  ])('order as is said: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it('give one where the thing is named alone', () => {
    expect(queryOf('slowest gate by boarding duration')).toBe(`topk(1, ${BY_GATE})`);
  });

  it('are declined of what is one number', () => {
    expect(askHarbour('top 5 tolls by gangway lowered')).toMatchObject({ outcome: 'declined' });
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

describe('what something is ranked by', () => {
  const ranked = createLargerHarbourGround(
    [
      { name: 'yard_created', type: 'gauge', labels: { yard: ['y1', 'y2'] } },
      { name: 'yard_crate_weight', type: 'gauge', labels: { yard: ['y1', 'y2'], crate: ['c1', 'c2'] } },
    ],
    [
      { say: ['number of yards', 'yards'], measure: 'count(yard_created)', unit: 'count', keys: [] },
      { say: ['weight of crates in the yard'], measure: 'yard_crate_weight', unit: 'count', keys: ['yard', 'crate'] },
    ],
  );

  it('is what is told of it, and not how many there are', () => {
    expect(planQuestion('top 2 yards by weight', ranked, HARBOUR_NOW)).toMatchObject({
      promql: 'topk(2, yard_crate_weight)',
    });
  });
});
