import { describe, expect, it } from 'vitest';
import { queryOf } from './test/harbour-plans.ts';

describe('groupings', () => {
  it.each([
    ['requests by status code and method', 'sum by (code, method) (rate(http_requests_total[5m]))'],
    ['requests per route per method', 'sum by (route, method) (rate(http_requests_total[5m]))'],
    ['requests split by code', 'sum by (code) (rate(http_requests_total[5m]))'],
    ['requests grouped by verb', 'sum by (method) (rate(http_requests_total[5m]))'],
    ['requests for each instance', 'sum by (instance) (rate(http_requests_total[5m]))'],
    ['crew members by rank', 'sum by (rank) (crew_members)'],
    ['requests per second and method', 'sum by (method) (rate(http_requests_total[5m]))'],
    ['requests per minute and route', 'sum by (route) (rate(http_requests_total[5m])) * 60'],
    ['tolls per minute per lane', 'sum by (lane) (rate(tolls_total[5m])) * 60'],
  ])('are the labels that are named: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it.each([
    ['fuel', 'sum by (vessel) (fuel_litres)'],
    ['parcels waiting', 'parcels_waiting'],
    ['requests', 'sum(rate(http_requests_total[5m]))'],
    ['parcels waiting in total', 'sum(parcels_waiting)'],
  ])('are those of the measure where none is named: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it.each([
    ['traffic of booking and tickets', 'sum by (service) (rate(http_requests_total{service=~"booking|tickets"}[5m]))'],
    ['requests with 404 and 500', 'sum by (code) (rate(http_requests_total{code=~"404|500"}[5m]))'],
    [
      'requests of booking-0 and booking-1',
      'sum by (instance) (rate(http_requests_total{instance=~"booking-0(:.*)?|booking-1(:.*)?"}[5m]))',
    ],
  ])('give each of the things named its own number: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it.each([
    ['requests of booking or tickets', 'sum(rate(http_requests_total{service=~"booking|tickets"}[5m]))'],
    ['requests with 404 or 500', 'sum(rate(http_requests_total{code=~"404|500"}[5m]))'],
  ])('count together what "or" joins: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });
});

describe('things', () => {
  it.each([
    ['fuel of the flagship', 'sum by (vessel) (fuel_litres{vessel="aurora"})'],
    ['POST requests to /api/seats', 'sum(rate(http_requests_total{method="POST", route="/api/seats"}[5m]))'],
    ['requests of booking-0:8080', 'sum(rate(http_requests_total{instance="booking-0:8080"}[5m]))'],
    ['parcels waiting at the inner quay', 'parcels_waiting{quay="inner"}'],
    ['http_requests_total{service="booking"}', 'sum(rate(http_requests_total{service="booking"}[5m]))'],
    ['http_requests_total with code!="200" by route', 'sum by (route) (rate(http_requests_total{code!="200"}[5m]))'],
    ['threads of radard', 'sum by (groupname) (namedprocess_namegroup_num_threads{groupname="radard"})'],
  ])('are filtered by: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it.each([
    ['requests except for /healthz', 'sum(rate(http_requests_total{route!="/healthz"}[5m]))'],
    ['requests skip /healthz', 'sum(rate(http_requests_total{route!="/healthz"}[5m]))'],
    ['requests w/o /healthz', 'sum(rate(http_requests_total{route!="/healthz"}[5m]))'],
    ['requests (skip health checks)', 'sum(rate(http_requests_total{route!~".*health.*"}[5m]))'],
    ['requests by service apart from booking', 'sum by (service) (rate(http_requests_total{service!="booking"}[5m]))'],
    ['requests besides 404 by code', 'sum by (code) (rate(http_requests_total{code!="404"}[5m]))'],
    ['requests of booking minus POST', 'sum(rate(http_requests_total{service="booking", method!="POST"}[5m]))'],
    [
      'requests leaving out /healthz and /api/seats',
      'sum(rate(http_requests_total{route!~"/healthz|/api/seats"}[5m]))',
    ],
    ['tolls that are not declined', 'sum(rate(tolls_total{outcome!="declined"}[5m]))'],
    ['tolls w/o declined', 'sum(rate(tolls_total{outcome!="declined"}[5m]))'],
    ['parcels waiting except inner', 'parcels_waiting{quay!="inner"}'],
  ])('are left out: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });

  it.each([
    ['requsts per second of booking', 'sum(rate(http_requests_total{service="booking"}[5m]))'],
    ['boarding duratoin p95', 'histogram_quantile(0.95, sum by (le) (rate(boarding_duration_seconds_bucket[5m])))'],
    ['reqeusts by rout', 'sum by (route) (rate(http_requests_total[5m]))'],
  ])('are found in spite of slips of the keyboard: "%s"', (question, promql) => {
    expect(queryOf(question)).toBe(promql);
  });
});
