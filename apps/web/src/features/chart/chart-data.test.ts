import type { ChartSpec, Evidence } from '@locum/contracts';
import { expect, test } from 'vitest';
import { chartData, summarise } from './chart-data.ts';

function evidenceOf(rows: (number | null)[][]): Evidence {
  return {
    id: 'e1',
    kind: 'metric_result',
    sourceId: 's',
    sourceName: 'here',
    request: { promql: 'up', kind: 'range', endSeconds: 3 },
    evaluatedAt: '2026-01-01T00:00:00Z',
    warnings: [],
    digest: 'd',
    result: {
      type: 'matrix',
      times: [1, 2, 3],
      series: rows.map((values, index) => ({ labels: { pod: `p${index}` }, values })),
      totalSeries: rows.length,
    },
  };
}
const chart: ChartSpec = { type: 'line', title: 't', unit: 'count', evidenceId: 'e1', seriesNames: [], thresholds: [] };

test('shows the twelve heaviest series and the span of the others', () => {
  const data = chartData(chart, evidenceOf(Array.from({ length: 20 }, (_, index) => [index, index, null])));
  expect(data.series).toHaveLength(12);
  expect(data.series[0]?.name).toBe('pod=p19');
  expect(data.others).toMatchObject({ count: 8, low: [0, 0, null], high: [7, 7, null], sum: [28, 28, null] });
  expect(data.all).toHaveLength(20);
});

test('keeps thirteen series rather than naming one "other"', () => {
  const data = chartData(chart, evidenceOf(Array.from({ length: 13 }, () => [1, 1, 1])));
  expect(data.series).toHaveLength(13);
  expect(data.others).toBeNull();
});

test('repeats the eight colours with dashes', () => {
  const data = chartData(chart, evidenceOf(Array.from({ length: 9 }, () => [1, 1, 1])));
  expect(data.series.map((series) => series.dashed)).toEqual([...new Array(8).fill(false), true]);
  expect(data.series[8]?.colour).toBe(0);
});

test('keeps gaps as gaps', () => {
  const data = chartData(chart, evidenceOf([[1, null, 3]]));
  expect(data.series[0]?.values).toEqual([1, null, 3]);
  expect(summarise([1, null, 3])).toEqual({ last: 3, min: 1, max: 3, mean: 2 });
});
