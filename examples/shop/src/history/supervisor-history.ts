import { supervisorMetrics as metrics } from '../supervisor/supervisor-metrics.ts';
import { serviceNames } from '../world/releases.ts';
import type { JobHistory } from './job-history.ts';
import { up } from './process-history.ts';

export function supervisorHistory(history: JobHistory): void {
  const { frames, restarts } = history.timeline;
  for (const program of serviceNames) {
    history.gauge(metrics.up, { program }, () => 1);
    for (const reason of ['deploy', 'crash'] as const) {
      const mine = restarts.filter((restart) => restart.service === program && restart.reason === reason);
      const perFrame = Float64Array.from(frames, ({ atMs, seconds }) => {
        const fromMs = atMs - seconds * 1000;
        return mine.filter((restart) => restart.atMs > fromMs && restart.atMs <= atMs).length;
      });
      history.counter(metrics.restarts, { program, reason }, perFrame);
    }
  }
  history.scrapeGauge(up, () => 1);
}
