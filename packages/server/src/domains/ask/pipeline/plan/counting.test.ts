import { describe, expect, it } from 'vitest';
import { queryOf } from './test/harbour-plans.ts';

describe('rates', () => {
  it.each([
    ['requests per second of booking', 'sum(rate(http_requests_total{service="booking"}[5m]))'],
    ['throughput of tide-api', 'sum(rate(http_requests_total{service="tide-api"}[5m]))'],
    ['rps by service', 'sum by (service) (rate(http_requests_total[5m]))'],
    ['rate of http_requests_total by code', 'sum by (code) (rate(http_requests_total[5m]))'],
    ['5m rate of tolls', 'sum(rate(tolls_total[5m]))'],
    ['tolls per second averaged over 10 minutes', 'sum(rate(tolls_total[10m]))'],
    ['requests per minute by route', 'sum by (route) (rate(http_requests_total[5m])) * 60'],
    ['tolls per minute in the fast lane', 'sum(rate(tolls_total{lane="fast"}[5m])) * 60'],
    ['bytes sent by beacons per second', 'sum(rate(beacon_sent_bytes_total[5m]))'],
    ['crane lifts per minute', 'rate(crane_lift_seconds_count{service="crane"}[5m]) * 60'],
    ['how many boardings per second', 'sum(rate(boarding_duration_seconds_count[5m]))'],
  ])('are told by "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });
});

describe('numbers of events', () => {
  it.each([
    ['requests of booking in the last 20 minutes', 'sum(increase(http_requests_total{service="booking"}[20m]))'],
    ['increase of tolls over the last 10 minutes', 'sum(increase(tolls_total[10m]))'],
    ['how many tolls failed in the last hour', 'sum(increase(tolls_total{outcome!="success"}[1h]))'],
    ['radar outages in the last day by ship', 'sum by (vessel) (increase(radar_outages_total[1d]))'],
    ['errors by route in the last 10 minutes', 'sum by (route) (increase(http_requests_total{code=~"5.."}[10m]))'],
  ])('are those of the period in "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it.each([
    ['how many requests did booking serve', 'sum(increase(http_requests_total{service="booking"}[1h]))'],
    ['number of radar outages', 'increase(radar_outages_total[1h])'],
  ])('are those of an hour when no period is said: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it.each([
    ['targets down by job', 'count by (job) (up == 0)'],
    ['vessels that had more than 5 radar outages altogether', 'sum by (vessel) (radar_outages_total) > 5'],
  ])('are those of each group: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it.each([
    ['radar outages since start', 'radar_outages_total'],
    ['total tolls so far', 'sum(tolls_total)'],
  ])('are what the counter says since it started: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });
});
