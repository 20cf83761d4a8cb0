import { describe, expect, it } from 'vitest';
import { of } from '../../../../../../test/harbour-catalog.ts';
import { askHarbourWith } from '../../plan/test/harbour-plans.ts';

const le = ['0.1', '1', '+Inf'];
const ask = askHarbourWith({
  pilots_http_requests_total: {
    type: 'counter',
    help: 'Requests.',
    labels: { ...of('pilots'), code: ['200', '500'] },
  },
  pilots_http_request_duration_seconds: { type: 'histogram', help: 'Time.', labels: { ...of('pilots'), le } },
  charts_queries_total: {
    type: 'counter',
    help: 'Queries.',
    labels: { ...of('charts'), outcome: ['ok', 'empty', 'timeout'] },
  },
  charts_query_duration_seconds: {
    type: 'summary',
    help: 'Time.',
    labels: { ...of('charts'), quantile: ['0.5', '0.95'] },
  },
  tugs_call_duration_seconds: { type: 'histogram', help: 'Time.', labels: { ...of('tugs'), le } },
  nodejs_eventloop_lag_mean_seconds: { type: 'gauge', help: 'Lag.', labels: of('pilots', 'charts') },
});

describe('what a service calls after itself', () => {
  it.each([
    ['traffic of pilots', 'sum(rate(pilots_http_requests_total{service="pilots"}[5m]))'],
    ['throughput of charts', 'sum(rate(charts_queries_total{service="charts"}[5m]))'],
    ['traffic of tugs', 'sum(rate(tugs_call_duration_seconds_count{service="tugs"}[5m]))'],
    [
      'error rate of charts',
      'sum(rate(charts_queries_total{outcome="timeout", service="charts"}[5m])) / sum(rate(charts_queries_total{service="charts"}[5m]))',
    ],
    [
      'error rate of pilots',
      'sum(rate(pilots_http_requests_total{code=~"5..", service="pilots"}[5m])) / sum(rate(pilots_http_requests_total{service="pilots"}[5m]))',
    ],
    [
      'average pilots latency',
      'sum(rate(pilots_http_request_duration_seconds_sum{service="pilots"}[5m])) / sum(rate(pilots_http_request_duration_seconds_count{service="pilots"}[5m]))',
    ],
    ['median charts time', 'charts_query_duration_seconds{quantile="0.5", service="charts"}'],
    [
      'average charts latency',
      'sum(rate(charts_query_duration_seconds_sum{service="charts"}[5m])) / sum(rate(charts_query_duration_seconds_count{service="charts"}[5m]))',
    ],
    ['average event loop lag of pilots', 'nodejs_eventloop_lag_mean_seconds{service="pilots"}'],
  ])('answers "%s"', (question, promql) => {
    expect(ask(question)).toMatchObject({ outcome: 'planned', promql });
  });

  it('is put together, service by service, and not added up where it does not add up', () => {
    expect(ask('p95 latency of pilots and tugs')).toMatchObject({
      promql:
        'histogram_quantile(0.95, sum by (le, job) (rate(pilots_http_request_duration_seconds_bucket{service="pilots"}[5m]))) or histogram_quantile(0.95, sum by (le, job) (rate(tugs_call_duration_seconds_bucket{service="tugs"}[5m])))',
    });
    expect(ask('p95 latency of pilots and tugs combined')).toMatchObject({ outcome: 'declined' });
  });

  it.each(['pilots eror rate'])('is found in spite of a letter left out: %s', (question) => {
    expect(ask(question)).toMatchObject({
      promql: expect.stringMatching(/^sum\(rate\(pilots_http_requests_total\{code=/),
    });
  });
});
