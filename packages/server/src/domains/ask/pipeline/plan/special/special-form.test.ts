import { describe, expect, it } from 'vitest';
import { askHarbour, queryOf } from '../test/harbour-plans.ts';

describe('cardinality', () => {
  it.each([
    ['how many series are there', 'count({__name__=~".+"})'],
    ['how many series does the booking job have', 'count({job="booking"})'],
    ['cardinality of http_requests_total', 'count(http_requests_total)'],
    ['how many time series does http_requests_total have by service', 'count by (service) (http_requests_total)'],
    ['series by job', 'count by (job) ({__name__=~".+"})'],
    ['jobs with more than 100 series', 'count by (job) ({__name__=~".+"}) > 100'],
    ['which metrics have the most series', 'topk(10, count by (__name__) ({__name__=~".+"}))'],
    ['how many distinct metric names does booking expose', 'count(count by (__name__) ({job="booking"}))'],
    ['how many different metrics does the crane job export', 'count(count by (__name__) ({job="crane"}))'],
    ['number of metric names', 'count(count by (__name__) ({__name__=~".+"}))'],
    ['how many series does tickets expose', 'count({job="tickets"})'],
    ["cardinality of booking's targets", 'count({job="booking"})'],
    ['which two jobs bring the most time series', 'topk(2, count by (job) ({__name__=~".+"}))'],
    [
      'how many values does the route label of http_requests_total have',
      'count(count by (route) (http_requests_total))',
    ],
    ['number of distinct values of the lane label in the toll counter', 'count(count by (lane) (tolls_total))'],
    ['top 5 metrics by number of series', 'topk(5, count by (__name__) ({__name__=~".+"}))'],
  ])('answers "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });
});

describe('absence', () => {
  it.each([
    ['did the crane job vanish', 'absent(up{job="crane"})'],
    ['has the ferry job stopped reporting', 'absent(up{job="ferry"})'],
    ['which instances disappeared in the last hour', 'up offset 1h unless up'],
    ['which targets stopped exporting in the last hour', 'up offset 1h unless up'],
    ['did the crane job stop sending', 'absent(up{job="crane"})'],
    ['which jobs had series 2 hours ago but now have none', 'count by (job) (up offset 2h) unless count by (job) (up)'],
    ['did parcels_waiting disappear', 'absent(parcels_waiting)'],
    ['is http_requests_total still there', 'absent(http_requests_total)'],
    ['did the tide-api metrics stop coming in', 'absent(up{job="tide-api"})'],
    ['are metrics of booking still there', 'absent(up{job="booking"})'],
    ['do we still get toll metrics of tickets or are they gone', 'absent(tolls_total{service="tickets"})'],
    [
      'did tickets stop sending toll metrics in the last 15 min',
      'absent_over_time(tolls_total{service="tickets"}[15m])',
    ],
    ['is the gangway data missing', 'absent(gangway_lowered)'],
    ['which services stopped reporting metrics', 'count by (job) (up offset 1h) unless count by (job) (up)'],
    ['which targets did we have 3 hours ago that no longer exist', 'up offset 3h unless up'],
  ])('answers "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });
});

describe('lists of metrics', () => {
  it.each([
    ['what metrics do you have about tolls', 'group by (__name__) ({__name__=~".*tolls.*"})'],
    ['list all metrics about fuel', 'group by (__name__) ({__name__=~".*fuel.*"})'],
    ['which metrics does the crane service expose', 'group by (__name__) ({service="crane"})'],
  ])('answer "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it('are not made up', () => {
    expect(askHarbour('metrics of unicorns')).toMatchObject({ outcome: 'declined', reason: 'unknown_metric' });
  });
});
