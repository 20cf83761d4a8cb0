import type { Answer } from '@locum/contracts';
import { createRoot } from 'react-dom/client';
import '../src/styles.css';
import { Chart } from '../src/features/chart/chart.tsx';
import { ChartGroup } from '../src/features/chart/chart-group.tsx';

const SERIES = 100;
const POINTS = 1000;

/** A chart of 100 series of 1,000 points, all of them drawn. The bench script moves over it. */
const times = Array.from({ length: POINTS }, (_, index) => 1_700_000_000 + index * 15);
const series = Array.from({ length: SERIES }, (_, index) => ({
  labels: { pod: `pod-${index}` },
  values: times.map((_, at) =>
    (at + index * 7) % 211 < 3
      ? null
      : index + 20 * Math.sin(at / (20 + index)) + ((at * 7919 + index * 104_729) % 97) / 10,
  ),
}));
const answer: Pick<Answer, 'chart' | 'evidence'> = {
  chart: {
    ...{ type: 'line', title: 'Bench', unit: 'count', evidenceId: 'e1', thresholds: [] },
    seriesNames: series.map(({ labels }) => labels.pod),
  },
  evidence: [
    {
      ...{ id: 'e1', kind: 'metric_result', sourceId: 's1', sourceName: 'bench', warnings: [], digest: '' },
      request: { promql: 'bench', kind: 'range', endSeconds: times.at(-1)! },
      evaluatedAt: new Date(0).toISOString(),
      result: { type: 'matrix', times, series, totalSeries: SERIES },
    },
  ],
};

createRoot(document.getElementById('root')!).render(
  <ChartGroup name="bench">
    <main style={{ width: 920, padding: 24 }}>
      <Chart answer={answer} />
    </main>
  </ChartGroup>,
);
