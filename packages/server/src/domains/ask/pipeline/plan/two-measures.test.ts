import { describe, expect, it } from 'vitest';
import { HARBOUR_NOW } from '../../../../../test/harbour-catalog.ts';
import { createLargerHarbourGround } from '../ground/test/harbour-ground.ts';
import { planQuestion } from './built-in-planner.ts';
import { askHarbour, planHarbour, queryOf } from './test/harbour-plans.ts';

const TOLLS_PER_REQUEST = 'sum(rate(tolls_total[5m])) / sum(rate(http_requests_total[5m]))';
const CHARTS = 'sum(rate(tide_cache_hits_total[5m])) + sum(rate(tide_cache_misses_total[5m]))';

describe('two measures set against each other', () => {
  it.each([
    ['tolls divided by requests', TOLLS_PER_REQUEST],
    ['tolls relative to requests', TOLLS_PER_REQUEST],
    ['ratio of tolls to requests', TOLLS_PER_REQUEST],
    ['parcels waiting divided by requests', 'sum(parcels_waiting) / sum(rate(http_requests_total[5m]))'],
    ['toll revenue in relation to tolls', 'sum(rate(tolls_revenue_euros_total[5m])) / sum(rate(tolls_total[5m]))'],
    [
      'fuel of the aurora divided by crew members',
      'sum(fuel_litres{vessel="aurora"}) / sum(crew_members{vessel="aurora"})',
    ],
    [
      'empty mooring searches as a percentage of mooring searches',
      '(sum(rate(mooring_searches_empty_total[5m])) / sum(rate(mooring_searches_total[5m]))) * 100',
    ],
  ])('are divided: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it.each([
    ['tide cache hits minus tide cache misses', CHARTS.replace(' + ', ' - ')],
    ['requests minus tolls', 'sum(rate(http_requests_total[5m])) - sum(rate(tolls_total[5m]))'],
    ['difference between berth slots max and berth slots used', 'sum(berth_slots_max) - sum(berth_slots_used)'],
    ['tide cache hits plus misses', CHARTS],
    ['tide cache hits and misses together', CHARTS],
    ['sum of tide cache hits and misses', CHARTS],
    ['requests and tolls together', 'sum(rate(http_requests_total[5m])) + sum(rate(tolls_total[5m]))'],
  ])('are subtracted or added: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it.each([
    ['piers with more berth slots used than berth slots max', 'berth_slots_used > berth_slots_max'],
    ['how many piers have fewer berth slots used than berth slots max', 'count(berth_slots_used < berth_slots_max)'],
    [
      'which services have more tide cache hits than misses',
      'rate(tide_cache_hits_total[5m]) > rate(tide_cache_misses_total[5m])',
    ],
    ['which ships have more fuel than crew members', 'sum by (vessel) (fuel_litres) > sum by (vessel) (crew_members)'],
  ])('are compared: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  const BOOKING_LESS_TICKETS =
    'sum(rate(http_requests_total{service="booking"}[5m])) - sum(rate(http_requests_total{service="tickets"}[5m]))';

  it.each([
    ['how many more requests has booking than tickets', BOOKING_LESS_TICKETS],
    ['how many fewer requests has tickets than booking', BOOKING_LESS_TICKETS],
    ['how many more tide cache hits than misses', CHARTS.replace(' + ', ' - ')],
    ['how many tide cache hits are there more than misses', CHARTS.replace(' + ', ' - ')],
    [
      'how many more requests has booking than tickets in the last hour',
      BOOKING_LESS_TICKETS.replaceAll('rate(', 'increase(').replaceAll('5m', '1h'),
    ],
  ])('are subtracted where it is asked how many more: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it.each([
    ['tolls divided by requests an hour ago', TOLLS_PER_REQUEST.replaceAll('[5m]', '[5m] offset 1h')],
    ['tide cache hits minus misses yesterday', CHARTS.replace(' + ', ' - ').replaceAll('[5m]', '[5m] offset 1d')],
    [
      'requests of booking minus requests of booking yesterday',
      'sum(rate(http_requests_total{service="booking"}[5m])) - sum(rate(http_requests_total{service="booking"}[5m] offset 1d))',
    ],
  ])('share a moment, where they differ by more than that: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it('are read over the same period, by the same labels, of the same thing', () => {
    expect(queryOf('tolls divided by requests in the last hour')).toBe(TOLLS_PER_REQUEST.replaceAll('5m', '1h'));
    expect(queryOf('tolls divided by requests by service')).toBe(
      TOLLS_PER_REQUEST.replaceAll('sum(', 'sum by (service) ('),
    );
    expect(queryOf('in tickets: tolls divided by requests')).toBe(
      'sum(rate(tolls_total{service="tickets"}[5m])) / sum(rate(http_requests_total{service="tickets"}[5m]))',
    );
    expect(queryOf('fuel divided by crew members by ship')).toBe(
      'sum by (vessel) (fuel_litres) / sum by (vessel) (crew_members)',
    );
  });

  it.each([
    [
      'tide cache hits and misses together 3 hours ago',
      CHARTS.replaceAll('[5m]', '[5m] offset 3h'),
      'count_per_second',
    ],
    ['tide cache hits plus misses yesterday', CHARTS.replaceAll('[5m]', '[5m] offset 1d'), 'count_per_second'],
    [
      'how many tide cache hits and misses together in the last hour',
      CHARTS.replaceAll('rate(', 'increase(').replaceAll('5m', '1h'),
      'count',
    ],
    ['tide cache hits plus misses per minute', CHARTS.replace(/^.*$/, '($&) * 60'), 'count_per_60s'],
    ['berth slots max minus berth slots used', 'sum(berth_slots_max) - sum(berth_slots_used)', 'count'],
  ])('are read at the moment and in the unit asked: "%s"', (question, promql, unit) => {
    expect(planHarbour(question)).toMatchObject({ promql, unit });
  });

  it.each(['tomorrow', 'in 2 hours', 'between 9:00 and 10:00'])('are not read now where "%s" is asked', (when) => {
    const outcome = askHarbour(`tide cache hits plus misses ${when}`);
    expect('promql' in outcome && outcome.promql).not.toBe(CHARTS);
  });

  it.each([
    [
      'requests to /healthz divided by requests',
      'sum(rate(http_requests_total{route="/healthz"}[5m])) / sum(rate(http_requests_total[5m]))',
    ],
    ['failed tolls divided by tolls', 'sum(rate(tolls_total{outcome!="success"}[5m])) / sum(rate(tolls_total[5m]))'],
    [
      'requests of booking minus requests of tickets',
      'sum(rate(http_requests_total{service="booking"}[5m])) - sum(rate(http_requests_total{service="tickets"}[5m]))',
    ],
  ])('may be one measure, filtered on one side only: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it('are named in the reading', () => {
    expect(planHarbour('tolls divided by requests')).toMatchObject({
      unit: 'ratio',
      reading: 'tolls total divided by requests',
    });
  });

  it.each([
    ['a number', 'ships with more than 80 litres of fuel', 'fuel_litres > 80'],
    ['what is left out', 'requests minus /healthz', 'sum(rate(http_requests_total{route!="/healthz"}[5m]))'],
    ['a grouping', 'tolls divided by lane', 'sum by (lane) (rate(tolls_total[5m]))'],
    ['a bound that makes a share', 'berth slots used relative to their maximum', 'berth_slots_used / berth_slots_max'],
    [
      'things that are left out together',
      'requests excluding booking and tickets together',
      'sum(rate(http_requests_total{service!~"booking|tickets"}[5m]))',
    ],
    [
      'another time',
      'requests of booking relative to yesterday',
      '(sum(rate(http_requests_total{service="booking"}[5m])) / sum(rate(http_requests_total{service="booking"}[5m] offset 1d)) - 1) * 100',
    ],
  ])('are not made of %s: "%s"', (_what, question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it('are not subtracted again where a measure is their difference', () => {
    const ground = createLargerHarbourGround(
      [],
      [{ say: ['room at the piers'], measure: 'berth_slots_max - berth_slots_used', unit: 'count', keys: ['pier'] }],
    );
    expect(planQuestion('room at the piers (slots max minus slots used)', ground, HARBOUR_NOW)).toMatchObject({
      promql: 'sum by (pier) (berth_slots_max) - sum by (pier) (berth_slots_used)',
    });
  });

  it('are not made up of what is not here', () => {
    expect(askHarbour('fuel relative to its limit')).toMatchObject({ outcome: 'declined', reason: 'unknown_word' });
  });
});
