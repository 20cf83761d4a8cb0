import { describe, expect, it } from 'vitest';
import { inferMetric } from '../infer-metric.ts';
import type { LabelFacts, MetricCatalog, MetricFacts, MetricType } from '../metric-catalog.ts';
import { parse } from '../parse.ts';
import { print } from '../print.ts';
import { check } from './check.ts';
import type { CheckOptions } from './context.ts';
import { repair } from './repair.ts';

function complete(...values: string[]): LabelFacts {
  return { values, complete: true, distinct: values.length };
}

function metric(name: string, type: MetricType, labels: Record<string, LabelFacts> = {}): MetricFacts {
  const all = { job: complete('api', 'web'), instance: complete('a:1', 'b:1'), ...labels };
  return {
    ...inferMetric(name, { type }),
    scrapeIntervalSeconds: 30,
    seriesCount: 2,
    labels: new Map(Object.entries(all)),
  };
}

const METRICS = [
  metric('http_requests_total', 'counter', { code: complete('200', '404', '500') }),
  metric('http_errors_total', 'counter'),
  metric('request_seconds_bucket', 'histogram', { le: complete('0.1', '1', '+Inf'), route: complete('/a', '/b') }),
  metric('request_seconds_sum', 'histogram', { route: complete('/a', '/b') }),
  metric('request_seconds_count', 'histogram', { route: complete('/a', '/b') }),
  metric('reply_seconds_count', 'histogram'),
  metric('latency_seconds', 'native_histogram'),
  metric('gc_seconds', 'summary', { quantile: complete('0.5', '0.99') }),
  metric('memory_used_bytes', 'gauge'),
  metric('memory_limit_bytes', 'gauge'),
  metric('uptime_seconds', 'gauge'),
  metric('battery_ratio', 'gauge'),
  metric('cpu_percent', 'gauge'),
  metric('start_time_seconds', 'gauge'),
  metric('build_info', 'info', { version: complete('1', '2') }),
  metric('up', 'gauge'),
];

const catalog: MetricCatalog = {
  metric: (name) => METRICS.find((one) => one.name === name),
  metricNames: () => METRICS.map((one) => one.name),
};

function tree(text: string) {
  const result = parse(text);
  if (!result.ok) throw new Error(`${text}: ${result.error.message}`);
  return result.expr;
}

function loud(text: string, options: CheckOptions = { catalog }) {
  return check(tree(text), options).filter((finding) => finding.severity !== 'info');
}

// proves: QL-02
describe('check with a catalog', () => {
  it.each([
    ['rate(memory_used_bytes[5m])', 'rate-on-gauge', 'deriv(memory_used_bytes[5m])'],
    ['increase(build_info[5m])', 'rate-on-gauge', 'delta(build_info[5m])'],
    ['sum by (job) (http_errors_total)', 'missing-rate', 'sum by (job) (rate(http_errors_total[5m]))'],
    ['http_requests_total > 1000', 'missing-rate', 'rate(http_requests_total[5m]) > 1000'],
    ['http_requests_total', 'missing-rate', undefined],
    ['delta(http_requests_total[1h])', 'gauge-function-on-counter', 'increase(http_requests_total[1h])'],
    ['rate(sum(http_requests_total)[5m:])', 'rate-after-aggregation', 'sum(rate(http_requests_total[5m]))'],
    ['rate(rate(http_requests_total[5m])[10m:])', 'double-rate', undefined],
    [
      'histogram_quantile(0.9, sum by (job) (rate(request_seconds_bucket[5m])))',
      'quantile-without-le',
      'histogram_quantile(0.9, sum by (job, le) (rate(request_seconds_bucket[5m])))',
    ],
    [
      'histogram_quantile(0.9, sum(rate(request_seconds_bucket[5m])))',
      'quantile-without-le',
      'histogram_quantile(0.9, sum by (le) (rate(request_seconds_bucket[5m])))',
    ],
    [
      'histogram_quantile(0.9, sum without (le) (rate(request_seconds_bucket[5m])))',
      'quantile-without-le',
      'histogram_quantile(0.9, sum without () (rate(request_seconds_bucket[5m])))',
    ],
    [
      'histogram_quantile(0.9, rate(request_seconds_sum[5m]))',
      'quantile-not-histogram',
      'histogram_quantile(0.9, rate(request_seconds_bucket[5m]))',
    ],
    ['histogram_quantile(0.9, memory_used_bytes)', 'quantile-not-histogram', undefined],
    [
      'histogram_quantile(0.9, request_seconds_bucket)',
      'quantile-without-rate',
      'histogram_quantile(0.9, rate(request_seconds_bucket[5m]))',
    ],
    [
      'histogram_quantile(95, rate(request_seconds_bucket[5m]))',
      'quantile-out-of-range',
      'histogram_quantile(0.95, rate(request_seconds_bucket[5m]))',
    ],
    ['sum by (job) (rate(request_seconds_bucket[5m]))', 'drops-le', undefined],
    [
      'histogram_quantile(0.9, max by (le) (rate(request_seconds_bucket[5m])))',
      'buckets-not-summed',
      'histogram_quantile(0.9, sum by (le) (rate(request_seconds_bucket[5m])))',
    ],
    ['avg(histogram_quantile(0.9, rate(request_seconds_bucket[5m])))', 'aggregated-quantile', undefined],
    ['sum(gc_seconds{quantile="0.99"})', 'aggregated-quantile', undefined],
    ['sum(battery_ratio)', 'sum-of-ratio', undefined],
    ['rate(request_seconds_sum[5m]) / rate(reply_seconds_count[5m])', 'mismatched-average', undefined],
    ['rate(http_request_total[5m])', 'unknown-metric', 'rate(http_requests_total[5m])'],
    ['rate(http_requests[5m])', 'unknown-metric', 'rate(http_requests_total[5m])'],
    ['quite_another_thing', 'unknown-metric', undefined],
    ['{__name__=~"nothing_.+"}', 'unknown-metric', undefined],
    ['rate(http_requests_total{coed="500"}[5m])', 'unknown-label', 'rate(http_requests_total{code="500"}[5m])'],
    ['up{job="apii"}', 'unknown-label-value', 'up{job="api"}'],
    ['rate(http_requests_total{code=~"6.."}[5m])', 'unknown-label-value', undefined],
    ['up{job="api", job="web"}', 'contradicting-matchers', undefined],
    ['up{job="api", job!="api"}', 'contradicting-matchers', undefined],
    ['up{instance=~"a.*", instance=~"b.*"}', 'contradicting-matchers', undefined],
    ['up{job=~"api|web", job!~"api|web"}', 'contradicting-matchers', undefined],
    ['{__name__=~".+"}', 'selects-everything', undefined],
    ['count({job=~".+"})', 'selects-everything', undefined],
    ['rate(http_requests_total[30s])', 'range-too-short', 'rate(http_requests_total[2m])'],
    ['max_over_time(up[20s])', 'range-too-short', 'max_over_time(up[2m])'],
    ['max_over_time(up[1m:5m])', 'range-too-short', undefined],
    ['rate(http_requests_total[5m]) / sum(rate(http_requests_total[5m]))', 'labels-never-match', undefined],
    ['sum by (job) (up) / sum by (instance) (up)', 'labels-never-match', undefined],
    ['sum by (job) (up) * on (instance) sum by (instance) (up)', 'labels-never-match', undefined],
    ['memory_used_bytes / request_seconds_count', 'labels-never-match', undefined],
    ['up * on (job) group_left () sum by (job, instance) (up)', 'many-to-many-risk', undefined],
    ['up * on (instnace) memory_used_bytes', 'labels-never-match', undefined],
    ['up * on (job) group_left (version) max by (job) (build_info)', 'missing-grouping-label', undefined],
    ['sum by (instance) (sum by (job) (up))', 'missing-grouping-label', undefined],
    ['sum by (zone) (up)', 'missing-grouping-label', undefined],
    ['memory_used_bytes + uptime_seconds', 'unit-mismatch', undefined],
    [
      '100 - memory_used_bytes / memory_limit_bytes',
      'unit-mismatch',
      '100 - memory_used_bytes / memory_limit_bytes * 100',
    ],
    ['memory_used_bytes / memory_limit_bytes > 80', 'threshold-scale', 'memory_used_bytes / memory_limit_bytes > 0.8'],
    ['battery_ratio < 20', 'threshold-scale', 'battery_ratio < 0.2'],
    ['up - up', 'identical-operands', undefined],
    ['up > 10 and up < 5', 'never-true', undefined],
    ['absent(up) == 0', 'never-true', undefined],
    ['topk(0, up)', 'invalid-parameter', undefined],
    ['clamp(up, 5, 1)', 'invalid-parameter', undefined],
    ['label_replace(up, "a", "$1", "job", "(.*")', 'invalid-parameter', undefined],
    ['label_replace(up, "a", "$2", "job", "(.*)")', 'invalid-parameter', undefined],
  ])('objects to %s (%s)', (text, code, repaired) => {
    const findings = loud(text);
    const found = findings.find((finding) => finding.code === code);
    expect(findings.map((finding) => finding.code)).toContain(code);
    expect(found?.repair === undefined ? undefined : print(found.repair.expr)).toBe(repaired);
  });

  it.each([
    'sum by (job) (rate(http_requests_total{code=~"5.."}[5m])) / sum by (job) (rate(http_requests_total[5m])) > 0.05',
    'histogram_quantile(0.9, sum by (le, route) (rate(request_seconds_bucket[5m])))',
    'histogram_quantile(0.9, rate(latency_seconds[5m]))',
    'rate(request_seconds_sum[5m]) / rate(request_seconds_count[5m])',
    'sum(rate(request_seconds_bucket{le="0.1"}[5m])) / sum(rate(request_seconds_count[5m]))',
    'count(http_requests_total)',
    'absent(http_requests_total)',
    'changes(http_requests_total[1h])',
    'resets(http_requests_total[1h])',
    'http_requests_total > bool 0',
    'http_requests_total - http_requests_total offset 1h',
    'memory_used_bytes and on (instance) http_requests_total',
    'up * on (instance) group_left (version) build_info',
    'sum by (version) (up * on (instance) group_left (version) build_info)',
    'time() - start_time_seconds > 3600',
    'memory_used_bytes / memory_limit_bytes * 100 > 80',
    '1 - memory_used_bytes / memory_limit_bytes',
    'sum(memory_used_bytes) / sum(memory_limit_bytes)',
    'sum by (dst) (label_replace(up, "dst", "$1", "job", "(.*)"))',
    'up{job=~"$job"} == 0',
    'absent(nothing_like_this)',
    'nothing_like_this or up',
    'sum(rate(http_requests_total[5m])) or vector(0)',
    'max by (quantile) (gc_seconds)',
  ])('has nothing against %s', (text) => {
    expect(loud(text)).toEqual([]);
  });

  it('gives place, reason and advice', () => {
    const [finding] = loud('sum(rate(memory_used_bytes[5m]))');
    expect(finding).toMatchObject({ code: 'rate-on-gauge', severity: 'error', start: 4, end: 31 });
    expect(finding?.message).toContain('memory_used_bytes is a gauge');
    expect(finding?.message).toContain('Use deriv()');
  });

  it('names what a server’s release lacks', () => {
    expect(loud('info(up)', { catalog, serverVersion: '2.42.0' })).toMatchObject([
      { code: 'unsupported', severity: 'error' },
    ]);
  });
});

describe('check without a catalog', () => {
  it.each([
    ['rate(battery_charge_ratio[5m])', 'rate-on-gauge'],
    ['histogram_quantile(0.9, sum by (job) (rate(x_seconds_bucket[5m])))', 'quantile-without-le'],
    ['histogram_quantile(0.9, rate(x_seconds_count[5m]))', 'quantile-not-histogram'],
    ['free_bytes - wait_seconds', 'unit-mismatch'],
    ['sum by (a) (x) / sum by (b) (y)', 'labels-never-match'],
  ])('proves from names and shape that %s is wrong', (text, code) => {
    expect(loud(text, {}).map((finding) => finding.code)).toContain(code);
  });

  it('leaves repairs out where several names are as near', () => {
    const findings = loud('up{instance="c:1"}');
    expect(findings).toMatchObject([{ code: 'unknown-label-value', repair: undefined }]);
  });

  it('only hints where a name proves too little', () => {
    expect(check(tree('sum(widgets_total)'))).toMatchObject([{ code: 'missing-rate', severity: 'info' }]);
  });
});

describe('repair', () => {
  it('applies certain repairs one after another until nothing is left', () => {
    const repaired = repair(tree('histogram_quantile(95, sum(rate(request_second_bucket{job="apii"}[20s])))'), {
      catalog,
    });
    expect(print(repaired.expr)).toBe(
      'histogram_quantile(0.95, sum by (le) (rate(request_seconds_bucket{job="api"}[2m])))',
    );
    expect(repaired.applied.map((finding) => finding.code).toSorted()).toEqual([
      'quantile-out-of-range',
      'quantile-without-le',
      'range-too-short',
      'unknown-label-value',
      'unknown-metric',
    ]);
    expect(repaired.remaining).toEqual([]);
  });

  it('leaves alone what it has no certain repair for', () => {
    const expr = tree('topk(0, up)');
    expect(repair(expr, { catalog }).expr).toBe(expr);
  });
});
