import { type Expr, parse } from '@locum/promql';
import { describe, expect, it } from 'vitest';
import { buildSnapshot, type CatalogState } from '../../../catalog/index.ts';
import { checkStage } from './check.ts';
import { costStage } from './cost.ts';

const label = (...values: string[]) => ({ values, distinct: values.length, complete: true, onAllSeries: true });
const reading = (name: string, seriesCount: number) => ({
  ...{ name, seriesCount, isNativeHistogram: false, readAt: 0, lastSeenAt: 0 },
  labels: new Map([
    ['job', label('orders', 'billing')],
    ['route', label('/a', '/b')],
  ]),
});
const readings: CatalogState['readings'] = new Map(
  [reading('http_requests_total', 400), reading('queue_depth', 20)].map((one) => [one.name, one]),
);
const state = { takenAt: 0, readings, metadata: new Map(), rules: [], panels: [] };
const snapshot = buildSnapshot({ ...state, serverVersion: '2.42.0', scrapeIntervals: new Map([['', 15]]) });

function exprOf(promql: string): Expr {
  const parsed = parse(promql);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.expr;
}

describe('the check of a plan', () => {
  const check = (promql: string, planner: 'built-in' | 'model' | 'user' = 'model') =>
    checkStage({ expr: exprOf(promql), planner }, { snapshot }).result;

  it('repairs what is certain and says so', () => {
    const result = check('sum(http_requests_total)');
    expect(result).toMatchObject({ outcome: 'checked', promql: expect.stringMatching(/^sum\(rate\(/) });
    expect(result.findings).toMatchObject([{ code: 'missing-rate', repaired: true }]);
  });

  it('leaves a person’s own query as it is, with the same remark', () => {
    const result = check('sum(http_requests_total)', 'user');
    expect(result).toMatchObject({ outcome: 'checked', promql: 'sum(http_requests_total)' });
    expect(result.findings).toMatchObject([{ code: 'missing-rate' }]);
    expect(result.findings[0]?.repaired).toBeUndefined();
  });

  it('rejects a plan about a metric that is not there', () => {
    expect(check('rate(kafka_lag_total[5m])').outcome).toBe('rejected');
  });

  it('rejects what this release of the server does not have, whoever wrote it', () => {
    const result = check('limitk(2, queue_depth)', 'user');
    expect(result).toMatchObject({
      outcome: 'rejected',
      reason: 'unsupported',
      message: expect.stringContaining('2.54'),
    });
  });

  it('lets versions that are none of Prometheus’s pass', () => {
    const thanos = { ...snapshot, serverVersion: 'main' };
    expect(checkStage({ expr: exprOf('queue_depth'), planner: 'model' }, { snapshot: thanos }).result.outcome).toBe(
      'checked',
    );
  });
});

describe('the cost of a plan', () => {
  const window = { kind: 'range', startSeconds: 0, endSeconds: 86_400, stepSeconds: 120 } as const;
  const cost = (promql: string, budgetSamples: number, at: Parameters<typeof costStage>[0]['window'] = window) =>
    costStage({ expr: exprOf(promql), window: at }, { snapshot, budgetSamples }).result;

  it('within the budget leaves the step alone and tells the estimate', () => {
    const result = cost('sum(queue_depth)', 1_000_000);
    expect(result).toMatchObject({ outcome: 'affordable', window, cost: { withinBudget: true, series: 20 } });
  });

  it('over the budget gets a coarser step, and the reason says so', () => {
    const fine = cost('sum(queue_depth)', 1_000_000);
    const result = cost('sum(queue_depth)', Math.round(fine.cost.samples / 3));
    expect(result.outcome).toBe('affordable');
    if (result.outcome !== 'affordable' || result.window.kind !== 'range') throw new Error('not a range');
    expect(result.window.stepSeconds).toBeGreaterThan(120);
    expect(result.cost).toMatchObject({ withinBudget: true, reason: expect.stringContaining('coarser step') });
  });

  it('that no step makes affordable refuses with the numbers', () => {
    const result = cost('sum(rate(http_requests_total[1d]))', 1000, { kind: 'instant', endSeconds: 0 });
    expect(result).toMatchObject({ outcome: 'too_dear', cost: { withinBudget: false, budgetSamples: 1000 } });
    if (result.outcome === 'too_dear') expect(result.message).toMatch(/\d.*Narrow the time range/s);
  });
});
