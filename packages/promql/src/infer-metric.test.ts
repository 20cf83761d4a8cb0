import { describe, expect, it } from 'vitest';
import { inferMetric } from './infer-metric.ts';

describe('inferMetric', () => {
  it.each([
    ['http_requests_total', undefined, { family: 'http_requests_total', type: 'counter', role: 'value' }],
    ['cpu_seconds_total', undefined, { type: 'counter', unit: 'seconds' }],
    [
      'request_duration_seconds_bucket',
      undefined,
      { family: 'request_duration_seconds', type: 'histogram', role: 'bucket' },
    ],
    ['request_duration_seconds_sum', undefined, { family: 'request_duration_seconds', role: 'sum', unit: 'seconds' }],
    [
      'request_duration_seconds_count',
      'summary',
      { family: 'request_duration_seconds', type: 'summary', role: 'count' },
    ],
    ['node_count', undefined, { family: 'node_count', type: 'unknown', role: 'value' }],
    ['node_count', 'gauge', { family: 'node_count', type: 'gauge', role: 'value' }],
    ['memory_free_bytes', undefined, { type: 'gauge', unit: 'bytes' }],
    ['battery_charge_ratio', undefined, { type: 'gauge', unit: 'ratio' }],
    ['build_info', undefined, { type: 'info' }],
    ['process_start_time_seconds', undefined, { unit: 'timestamp' }],
    ['widget_created', undefined, { type: 'gauge', unit: 'timestamp' }],
    ['job:errors:rate5m', undefined, { type: 'unknown', role: 'value' }],
    ['up', undefined, { type: 'gauge' }],
  ] as const)('reads %s (known type: %s)', (name, type, expected) => {
    expect(inferMetric(name, { type })).toMatchObject({ name, ...expected });
  });
});
