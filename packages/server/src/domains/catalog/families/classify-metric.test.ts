import type { MetricType } from '@locum/promql';
import { describe, expect, it } from 'vitest';
import { type ClassifyContext, classifyMetric } from './classify-metric.ts';

interface World {
  readonly metadata?: Record<string, { type: string; unit?: string; help?: string }>;
  /** Series names, with their labels. */
  readonly series?: Record<string, readonly string[]>;
  readonly native?: readonly string[];
  readonly hints?: Record<string, MetricType>;
}

function contextOf({ metadata = {}, series = {}, native = [], hints = {} }: World): ClassifyContext {
  return {
    metadata: new Map(Object.entries(metadata).map(([name, entry]) => [name, [{ help: '', unit: '', ...entry }]])),
    hasMetric: (name) => Object.hasOwn(series, name),
    hasLabel: (name, label) => series[name]?.includes(label) === true,
    isNativeHistogram: (name) => native.includes(name),
    typeHints: new Map(Object.entries(hints)),
  };
}

const classify = (name: string, world: World = {}) => {
  const { family, type, role, unit } = classifyMetric(name, contextOf(world));
  return [family, type, role, unit];
};

describe('with metadata', () => {
  const metadata = {
    print_seconds: { type: 'histogram' },
    wait_seconds: { type: 'summary' },
    receipts: { type: 'counter' },
    receipts_printed_total: { type: 'counter' },
    till: { type: 'info' },
    build_info: { type: 'gauge' },
    start_time_seconds: { type: 'gauge' },
    oddity: { type: 'untyped' },
    weight: { type: 'gauge', unit: 'grams' },
  };
  it.each([
    ['print_seconds_bucket', ['print_seconds', 'histogram', 'bucket', undefined]],
    ['print_seconds_sum', ['print_seconds', 'histogram', 'sum', 'seconds']],
    ['print_seconds_count', ['print_seconds', 'histogram', 'count', undefined]],
    ['print_seconds', ['print_seconds', 'native_histogram', 'value', 'seconds']],
    ['wait_seconds', ['wait_seconds', 'summary', 'quantile', 'seconds']],
    ['wait_seconds_sum', ['wait_seconds', 'summary', 'sum', 'seconds']],
    ['receipts_printed_total', ['receipts_printed_total', 'counter', 'value', undefined]],
    ['receipts_total', ['receipts_total', 'counter', 'value', undefined]],
    ['receipts_created', ['receipts_created', 'gauge', 'value', 'timestamp']],
    ['till_info', ['till_info', 'info', 'value', undefined]],
    ['build_info', ['build_info', 'info', 'value', undefined]],
    ['start_time_seconds', ['start_time_seconds', 'gauge', 'value', 'timestamp']],
    ['oddity', ['oddity', 'unknown', 'value', undefined]],
    ['weight', ['weight', 'gauge', 'value', 'grams']],
  ])('%s is %j', (name, expected) => {
    expect(classify(name, { metadata })).toEqual(expected);
  });
});

describe('without metadata', () => {
  const series = {
    print_seconds_bucket: ['le'],
    print_seconds_sum: [],
    print_seconds_count: [],
    leak_bucket: [],
    wait_seconds: ['quantile'],
    wait_seconds_sum: [],
    wait_seconds_count: [],
    timer_seconds_sum: [],
    timer_seconds_count: [],
    node_count: [],
  };
  it.each([
    ['print_seconds_bucket', ['print_seconds', 'histogram', 'bucket', undefined]],
    ['print_seconds_count', ['print_seconds', 'histogram', 'count', undefined]],
    ['wait_seconds', ['wait_seconds', 'summary', 'quantile', 'seconds']],
    ['timer_seconds_sum', ['timer_seconds', 'summary', 'sum', 'seconds']],
    ['node_count', ['node_count', 'unknown', 'value', undefined]],
    ['receipts_total', ['receipts_total', 'counter', 'value', undefined]],
    ['memory_usage_bytes', ['memory_usage_bytes', 'gauge', 'value', 'bytes']],
    ['job:receipts:rate5m', ['job:receipts:rate5m', 'gauge', 'value', undefined]],
    ['up', ['up', 'gauge', 'value', undefined]],
  ])('%s is %j', (name, expected) => {
    expect(classify(name, { series })).toEqual(expected);
  });

  it('a native histogram is one because the source said so', () => {
    expect(classify('scan_seconds', { native: ['scan_seconds'] })).toEqual([
      'scan_seconds',
      'native_histogram',
      'value',
      'seconds',
    ]);
  });

  // proves: CAT-04
  it('what documentation knows goes before what metadata says', () => {
    const world = { metadata: { vmstat_faults: { type: 'untyped' } }, hints: { vmstat_faults: 'counter' as const } };
    expect(classify('vmstat_faults', world)).toEqual(['vmstat_faults', 'counter', 'value', undefined]);
  });
});
