import { describe, expect, it } from 'vitest';
import { buildSnapshot } from './build-snapshot.ts';
import { complete } from './completion.ts';
import type { MetricReading } from './discovery/reading.ts';

function readingOf(name: string, labels: Record<string, string>): MetricReading {
  const readings = Object.entries(labels).map(
    ([label, value]) => [label, { values: [value], distinct: 1, complete: true, onAllSeries: true }] as const,
  );
  return { name, seriesCount: 1, isNativeHistogram: false, readAt: 0, lastSeenAt: 0, labels: new Map(readings) };
}

const READINGS = [
  readingOf('http_requests_total', { job: 'till', code: '200' }),
  readingOf('http_request_duration_seconds_bucket', { job: 'till', le: '1' }),
  readingOf('promhttp_metric_handler_requests_total', { job: 'printer', code: '200' }),
  readingOf('up', { job: 'till' }),
];

const snapshot = buildSnapshot({
  takenAt: 0,
  serverVersion: '',
  readings: new Map(READINGS.map((reading) => [reading.name, reading])),
  metadata: new Map(),
  rules: [],
  panels: [],
  scrapeIntervals: new Map(),
});

const texts = (text: string, limit = 20) => complete(snapshot, text, limit).map((completion) => completion.text);

describe('completion', () => {
  it('suggests questions that this installation can answer', () => {
    expect(texts('')).toEqual([
      'What is the error rate of till?',
      'p95 latency of till over the last hour',
      'Requests per second of till, now and an hour ago',
      'Which targets are down?',
    ]);
  });

  it('completes the last word: services, then metrics, then labels and values', () => {
    expect(texts('queue of til')).toEqual(['till']);
    expect(texts('show requ')).toEqual([
      'Requests per second of till, now and an hour ago',
      'http_requests_total',
      'http_request_duration_seconds',
      'promhttp_metric_handler_requests_total',
    ]);
    expect(texts('by cod')).toEqual(['code']);
    expect(texts('code 20')).toEqual(['200']);
  });

  it('completes what is typed to a question that can be asked', () => {
    expect(texts('lat')).toEqual(['p95 latency of till over the last hour']);
    expect(texts('the error rate of ti')).toEqual(['What is the error rate of till?', 'till']);
  });

  it('answers no more than asked for, and nothing after a space or for one letter', () => {
    expect(texts('show requ', 1)).toHaveLength(1);
    expect(texts('till ')).toEqual([]);
    expect(texts('t')).toEqual([]);
  });
});
