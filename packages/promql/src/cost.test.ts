import { describe, expect, it } from 'vitest';
import { type CostOptions, estimateCost } from './cost.ts';
import type { MetricCatalog, MetricFacts } from './metric-catalog.ts';
import { parse } from './parse.ts';

const METRICS: Readonly<Record<string, MetricFacts>> = {
  requests_total: {
    name: 'requests_total',
    family: 'requests_total',
    type: 'counter',
    role: 'value',
    seriesCount: 1_000,
    scrapeIntervalSeconds: 15,
    labels: new Map([
      ['pod', { values: [], complete: false, distinct: 100 }],
      ['code', { values: ['200', '404', '500', '503'], complete: true, distinct: 4 }],
    ]),
  },
};

const catalog: MetricCatalog = { metric: (name) => METRICS[name], metricNames: () => Object.keys(METRICS) };

function cost(text: string, options: Partial<CostOptions> = {}) {
  const result = parse(text);
  if (!result.ok) throw new Error(result.error.message);
  return estimateCost(result.expr, { catalog, kind: 'instant', ...options });
}

describe('estimateCost', () => {
  it('counts one sample a series for an instant selector', () => {
    expect(cost('requests_total')).toMatchObject({
      seriesTouched: 1_000,
      samples: 1_000,
      outputSeries: 1_000,
      steps: 1,
    });
  });

  // proves: QL-03
  it('counts the samples of every window at every step', () => {
    const range = { kind: 'range', rangeSeconds: 3_600, stepSeconds: 60 } as const;
    expect(cost('sum(rate(requests_total[5m]))', range)).toMatchObject({
      samples: 1_000 * 20 * 61,
      outputSeries: 1,
      steps: 61,
    });
  });

  it('narrows by matchers with the label statistics', () => {
    expect(cost('requests_total{code=~"5.."}').seriesTouched).toBe(500);
    expect(cost('requests_total{pod="a"}').seriesTouched).toBe(10);
    expect(cost('requests_total{code="301"}').seriesTouched).toBe(0);
  });

  it('tells groups apart from input series', () => {
    expect(cost('sum by (code) (requests_total)').outputSeries).toBe(4);
    expect(cost('topk(3, requests_total)').outputSeries).toBe(3);
  });

  it('counts the work below a subquery apart from what the server reports', () => {
    const result = cost('max_over_time(rate(requests_total[5m])[1h:1m])');
    expect(result.samples).toBe(60_000);
    expect(result.samplesProcessed).toBe(60_000 + 60 * 20_000);
  });

  it('says which budget is exceeded, by what, and which step would do', () => {
    const result = cost('rate(requests_total[5m])', {
      kind: 'range',
      rangeSeconds: 86_400,
      stepSeconds: 15,
      budget: { maxSamples: 20_000_000 },
    });
    expect(result.withinBudget).toBe(false);
    expect(result.reason).toContain('115,220,000 samples from 1,000 series');
    expect(result.reason).toContain('the budget is 20,000,000');
    expect(result.suggestedStepSeconds).toBe(120);
  });

  it('refuses more points than a server returns', () => {
    expect(cost('requests_total', { kind: 'range', rangeSeconds: 864_000, stepSeconds: 15 })).toMatchObject({
      withinBudget: false,
      suggestedStepSeconds: 120,
    });
  });

  it('lists metrics it knows nothing of', () => {
    expect(cost('mystery + requests_total').unknownMetrics).toEqual(['mystery']);
  });
});
