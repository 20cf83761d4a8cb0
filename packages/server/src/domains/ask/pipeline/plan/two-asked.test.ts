import { describe, expect, it } from 'vitest';
import { planHarbour } from './test/harbour-plans.ts';

describe('two things in one question', () => {
  it('are answered by the first, with word of the second', () => {
    const plan = planHarbour('show me fuel and engine temperature of the aurora');
    expect(plan.promql).toBe('sum by (vessel) (fuel_litres{vessel="aurora"})');
    expect(plan.notices).toEqual([
      'One question gets one answer, and this is the first of two: ask "engine temperature of the aurora" next.',
    ]);
  });

  it.each([
    ['fuel and engine temperature', 'sum by (vessel) (fuel_litres)', ['engine temperature']],
    ['fuel and engine temperature per vessel', 'sum by (vessel) (fuel_litres)', ['engine temperature per vessel']],
    ['crew and fuel by vessel', 'sum by (vessel) (crew_members)', ['fuel by vessel']],
    ['requests and errors by method', 'sum by (method) (rate(http_requests_total[5m]))', ['errors by method']],
    [
      'requests, errors and latency of booking',
      'sum(rate(http_requests_total{service="booking"}[5m]))',
      ['errors of booking', 'latency of booking'],
    ],
    ['fuel, crew, and engine temperature?', 'sum by (vessel) (fuel_litres)', ['crew', 'engine temperature']],
  ])('are told however many they are, and whatever they share: %s', (question, promql, left) => {
    const plan = planHarbour(question);
    expect(plan.promql).toBe(promql);
    for (const asked of left) expect(plan.notices?.[0]).toContain(`"${asked}"`);
  });

  it.each([
    'fuel of the aurora and the borealis',
    'fuel of aurora and borealis',
    'requests of booking and tickets',
    'hits and misses',
    'successful and declined tolls by lane',
    'min and max fuel',
    'p50 and p99 latency of booking',
  ])('are no two where one measure tells all: %s', (question) => {
    expect(planHarbour(question).notices).toBeUndefined();
  });
});
