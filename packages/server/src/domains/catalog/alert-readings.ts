import type { Rule } from '../sources/index.ts';
import type { MetricReading } from './discovery/reading.ts';

/** What Prometheus writes of each alert that is pending or firing (https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/). */
const ALERT_METRICS = ['ALERTS', 'ALERTS_FOR_STATE'];

/** With the series of alerts, which only exist while one is raised: where there are rules, "none" is an answer. */
export function withAlerts(
  readings: ReadonlyMap<string, MetricReading>,
  rules: readonly Rule[],
  takenAt: number,
): ReadonlyMap<string, MetricReading> {
  const names = [...new Set(rules.filter(({ kind }) => kind === 'alerting').map(({ name }) => name))].sort();
  const missing = ALERT_METRICS.filter((name) => !readings.has(name));
  if (names.length === 0 || missing.length === 0) return readings;
  const label = (values: readonly string[]) => ({ values, distinct: values.length, complete: true, onAllSeries: true });
  const reading = (name: string): MetricReading => ({
    name,
    seriesCount: names.length,
    labels: new Map([
      ['alertname', label(names)],
      ...(name === 'ALERTS' ? [['alertstate', label(['firing', 'pending'])] as const] : []),
    ]),
    isNativeHistogram: false,
    readAt: takenAt,
    lastSeenAt: takenAt,
  });
  return new Map([...readings, ...missing.map((name) => [name, reading(name)] as const)]);
}
