import { describe, expect, it } from 'vitest';
import { withAlerts } from './alert-readings.ts';
import type { MetricReading } from './discovery/reading.ts';

const alerting = (name: string) => ({ kind: 'alerting', name, query: 'up == 0', group: 'pier' }) as const;
const none: ReadonlyMap<string, MetricReading> = new Map();

describe('series of alerts', () => {
  it('are known by the rules while no alert is raised', () => {
    const readings = withAlerts(none, [alerting('PierFlooded'), alerting('CraneStuck')], 7);
    expect([...readings.keys()]).toEqual(['ALERTS', 'ALERTS_FOR_STATE']);
    expect(readings.get('ALERTS')?.labels.get('alertname')?.values).toEqual(['CraneStuck', 'PierFlooded']);
    expect(readings.get('ALERTS')?.labels.get('alertstate')?.values).toEqual(['firing', 'pending']);
  });

  it('are unknown without rules', () => {
    expect(withAlerts(none, [], 7)).toBe(none);
    expect(withAlerts(none, [{ kind: 'recording', name: 'pier:load', query: 'sum(load)', group: 'pier' }], 7)).toBe(
      none,
    );
  });
});
