import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { prometheusSettings } from '@locum/contracts';
import { type DialectName, startPrometheus, startWirePrometheus } from '@locum/testkit';
import { describe, expect, it } from 'vitest';
import { type ConformanceSubject, describeConformance } from '../../conformance.ts';
import { createPrometheusProvider } from './provider.ts';

const EXPOSITION = `# HELP till_receipts_total Receipts printed.
# TYPE till_receipts_total counter
till_receipts_total{method="card"} 1204
till_receipts_total{method="cash"} 77
# HELP till_paper_ratio Paper left on the roll.
# TYPE till_paper_ratio gauge
till_paper_ratio NaN
`;

describeConformance('Prometheus 2.42, real', startReal);
for (const dialect of ['prometheus-3', 'mimir', 'victoriametrics'] as const) {
  // proves: SRC-03
  describeConformance(`${dialect}, wire fixture`, () => startFixture(dialect));
}

describe('flavours', () => {
  it.each([
    ['prometheus-3', { version: '3.5.0', flavour: 'prometheus' }],
    ['mimir', { version: '2.16.0', flavour: 'mimir' }],
    ['victoriametrics', { version: '2.24.0', flavour: 'victoriametrics' }],
  ] as const)('recognises %s by its build information', async (dialect, expected) => {
    const subject = await startFixture(dialect);
    expect(await subject.provider.buildInfo()).toEqual(expected);
    await subject.close();
  });

  it('reads native histograms and infos of Prometheus 3', async () => {
    const { provider, time, close } = await startFixture('prometheus-3');
    const { series } = await provider.queryInstant({ promql: 'till_scan_seconds', time });
    const histogram = {
      count: 10,
      sum: 2.5,
      buckets: [
        [0.125, 0.25, 6],
        [0.25, 0.5, 4],
      ],
    };
    expect(series[0]).toMatchObject({ points: [], histograms: [[time, histogram]] });
    const range = await provider.queryRange({
      promql: 'till_scan_seconds',
      start: time - 1,
      end: time,
      stepSeconds: 1,
    });
    expect(range.series[0]?.histograms).toEqual([
      [time - 1, histogram],
      [time, histogram],
    ]);
    const rated = await provider.queryInstant({ promql: 'rate(till_paper_ratio[5m])', time });
    expect(rated.infos[0]).toContain('might not be a counter');
    await close();
  });

  it('reads rules, targets with their intervals, and metadata', async () => {
    const { provider, close } = await startFixture('prometheus-3');
    expect((await provider.rules()).map(({ kind, name }) => [kind, name])).toEqual([
      ['recording', 'till:receipts:rate5m'],
      ['alerting', 'TillDown'],
    ]);
    expect(await provider.targets()).toMatchObject([{ health: 'up', scrapeIntervalSeconds: 15 }]);
    expect((await provider.metadata()).get('till_print_seconds')).toEqual([
      { type: 'histogram', help: 'Time to print a receipt.', unit: 'seconds' },
    ]);
    await close();
  });
});

async function startFixture(dialect: DialectName): Promise<ConformanceSubject> {
  const server = await startWirePrometheus({ dialect });
  const provider = createPrometheusProvider(
    prometheusSettings.parse({ url: server.url, ...(dialect === 'mimir' ? { tenant: 'shop' } : {}) }),
  );
  return {
    provider,
    time: 1_767_225_600,
    async close() {
      await provider.close();
      await server.stop();
    },
  };
}

async function startReal(): Promise<ConformanceSubject> {
  const exporter = createServer((_, response) => response.end(EXPOSITION));
  await new Promise<void>((resolve) => exporter.listen(0, '127.0.0.1', resolve));
  const address = exporter.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  // Nothing listens on port 1: the second target is down.
  const targets = [`127.0.0.1:${port}`, '127.0.0.1:1'];
  const server = await startPrometheus({ scrapeTargets: [{ job: 'till', targets }] });
  const provider = createPrometheusProvider(prometheusSettings.parse({ url: server.url }));
  const now = () => Math.floor(Date.now() / 1000);
  while ((await provider.queryInstant({ promql: 'till_paper_ratio', time: now() })).series.length === 0)
    await delay(200);
  return {
    provider,
    time: now(),
    async close() {
      await provider.close();
      await server.stop();
      exporter.close();
    },
  };
}
