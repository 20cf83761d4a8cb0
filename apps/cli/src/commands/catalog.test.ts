import { backfillPrometheus, type PrometheusServer, startPrometheus } from '@locum/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runLocum } from '../../test/locum.ts';

describe('locum catalog --prometheus', () => {
  let prometheus: PrometheusServer;
  beforeAll(async () => {
    const now = Math.floor(Date.now() / 1000);
    const samples = (name: string, labels: string) =>
      [120, 60, 0].map((ago, index) => `${name}{${labels}} ${index} ${now - ago}`);
    const openMetrics = [
      '# HELP parcels_sent Parcels handed to a carrier.',
      '# TYPE parcels_sent counter',
      ...samples('parcels_sent_total', 'service="shipping"'),
      '# TYPE drawer_temperature_celsius gauge',
      ...samples('drawer_temperature_celsius', 'service="kitchen"'),
      '# EOF\n',
    ].join('\n');
    prometheus = await startPrometheus({ dataDir: await backfillPrometheus({ openMetrics }) });
  });
  afterAll(() => prometheus.stop());
  const catalog = (...args: string[]) => runLocum(['catalog', '--prometheus', prometheus.url, ...args]);

  // proves: CLI-06
  it('lists metrics with type and unit, without a server', async () => {
    const { code, stdout } = await catalog();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^parcels_sent_total? {2}counter/m);
    expect(stdout).toMatch(/^drawer_temperature_celsius {2}gauge, celsius, 1 series$/m);
  });

  it('lists services as JSON', async () => {
    const { stdout } = await catalog('--services', '--json');
    const { services, total } = JSON.parse(stdout);
    expect(total).toBe(2);
    expect(services.map(({ name }: { name: string }) => name).sort()).toEqual(['kitchen', 'shipping']);
  });

  it('finds by meaning and says how many more there are', async () => {
    const { stdout, stderr } = await catalog('--search', 'temperature', '--limit', '1');
    expect(stdout).toContain('drawer_temperature_celsius');
    expect(stderr).toMatch(/^(1 of \d+ metrics|$)/);
  });

  it('says what to try when nothing is about the search', async () => {
    const { code, stdout, stderr } = await catalog('--search', 'qwertz');
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toContain('No metrics match "qwertz". Try another word');
  });

  it('fails with the reason when the Prometheus does not answer', async () => {
    const { code, stderr } = await runLocum(['catalog', '--prometheus', 'http://127.0.0.1:9']);
    expect(code).toBe(1);
    expect(stderr).toContain('did not answer');
  });
});
