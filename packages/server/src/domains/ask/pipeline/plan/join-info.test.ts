import { describe, expect, it } from 'vitest';
import { askHarbour, queryOf } from './test/harbour-plans.ts';

/** The series of tickets, told by a label that only `tickets_build_info` has. */
const told = (series: string, info = 'tickets_build_info', label = 'version') =>
  `${series} * on (instance) group_left (${label}) ${info}`;
const REQUESTS = 'rate(http_requests_total{service="tickets"}[5m])';
const CANARY = 'tickets_build_info{version="1.5.0-rc1"}';

describe('a measure by the version that runs', () => {
  it.each([
    ['counters', 'requests per second of tickets by version', `sum by (version) (${told(REQUESTS)})`],
    ['old and new', 'requests per second of the old and new tickets version', `sum by (version) (${told(REQUESTS)})`],
    [
      'commits',
      'requests of tickets by commit',
      `sum by (revision) (${told(REQUESTS, 'tickets_build_info', 'revision')})`,
    ],
    [
      'gauges',
      'average resident memory per deployed version of tickets',
      `avg by (version) (${told('process_resident_memory_bytes{service="tickets"}')})`,
    ],
    [
      'histograms',
      'p99 request latency of the 1.5.0-rc1 tickets canary',
      `histogram_quantile(0.99, sum by (le) (${told('rate(http_request_duration_seconds_bucket{service="tickets"}[5m])', CANARY)}))`,
    ],
    [
      'native histograms',
      'p95 stamping time by version',
      `histogram_quantile(0.95, sum by (version) (${told('rate(stamping_seconds[5m])')}))`,
    ],
    [
      'summaries',
      'p99 punching time of tickets by version',
      `max by (version) (${told('punching_seconds{quantile="0.99", service="tickets"}')})`,
    ],
    [
      'averages',
      'mean punching time by version',
      `sum by (version) (${told('rate(punching_seconds_sum[5m])')}) / sum by (version) (${told('rate(punching_seconds_count[5m])')})`,
    ],
    [
      'shares of errors',
      'error rate of tickets by version',
      `sum by (version) (${told('rate(http_requests_total{service="tickets", code=~"5.."}[5m])')}) / sum by (version) (${told(REQUESTS)})`,
    ],
    [
      'shares of a version',
      'share of tickets requests that version 1.5.0-rc1 answers',
      `sum(${told(REQUESTS, CANARY)}) / sum(${told(REQUESTS)})`,
    ],
    [
      'several versions',
      'are requests to tickets rarer on 1.5.0-rc1 than on 1.4.0? requests per release',
      `sum by (version) (${told(REQUESTS, 'tickets_build_info{version=~"1\\\\.5\\\\.0-rc1|1\\\\.4\\\\.0"}')})`,
    ],
    ['beginnings of versions', 'requests of tickets 1.5', `sum(${told(REQUESTS, CANARY)})`],
    [
      'versions left out',
      'requests of tickets without version 1.4.0',
      `sum(${told(REQUESTS, 'tickets_build_info{version!="1.4.0"}')})`,
    ],
    [
      'the past',
      'requests of tickets 1.4.0 compared to yesterday',
      `(sum(${told(REQUESTS, 'tickets_build_info{version="1.4.0"}')}) / sum(${told('rate(http_requests_total{service="tickets"}[5m] offset 1d)', 'tickets_build_info{version="1.4.0"} offset 1d')}) - 1) * 100`,
    ],
    [
      'the version that is ahead',
      'which tickets version gets the most requests',
      `topk(1, sum by (version) (${told(REQUESTS)}))`,
    ],
  ])('%s: "%s"', (_what, question, query) => {
    expect(queryOf(question)).toBe(query);
  });

  it.each([
    ['which versions of tickets run', 'count by (version) (tickets_build_info{service="tickets"})'],
    ['how many tickets instances per version', 'count by (version) (tickets_build_info{service="tickets"})'],
  ])('leaves lists of versions as they are: "%s"', (question, query) => {
    expect(queryOf(question)).toBe(query);
  });

  it.each([
    ['another program', 'requests of booking by version', 'unknown_grouping'],
    ['another program of which a version is named', 'requests of booking on 1.4.0', 'unknown_label_value'],
    ['some of the targets only', 'parcels waiting by version', 'unknown_grouping'],
    ['a version of something else', 'requests of tickets by go version', 'unknown_grouping'],
    ['a label that the info lacks', 'resident memory of tickets by branch', 'unknown_grouping'],
  ])('declines where the info is of %s: "%s"', (_what, question, reason) => {
    expect(askHarbour(question)).toMatchObject({ outcome: 'declined', reason });
  });
});
