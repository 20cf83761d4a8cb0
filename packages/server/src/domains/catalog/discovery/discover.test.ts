import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { prometheusSettings } from '@locum/contracts';
import { type PrometheusServer, startBadPrometheus, startPrometheus, startWirePrometheus } from '@locum/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeNativeHistogram } from '../../../../test/native-histogram.ts';
import { createPrometheusProvider, type TelemetryProvider } from '../../sources/index.ts';
import { buildSnapshot } from '../build-snapshot.ts';
import { discover, runDiscovery } from './discover.ts';

const BASE = `# HELP till_receipts_total Receipts printed.
# TYPE till_receipts_total counter
till_receipts_total{app="till",method="card"} 1204
till_receipts_total{app="till",method="cash"} 77
# HELP till_print_seconds Time to print a receipt.
# TYPE till_print_seconds histogram
till_print_seconds_bucket{app="till",le="0.5"} 90
till_print_seconds_bucket{app="till",le="+Inf"} 100
till_print_seconds_sum{app="till"} 41.5
till_print_seconds_count{app="till"} 100
`;
const RULES = `groups:
  - name: till
    rules:
      - { record: "till:receipts:rate1m", expr: "sum(rate(till_receipts_total[1m]))" }
      - { alert: TillDown, expr: "up == 0", labels: { severity: page } }
`;

const close = (server: Server) => server.close().closeAllConnections();

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server has one
  return `127.0.0.1:${port}`;
}

const connect = (url: string) => createPrometheusProvider(prometheusSettings.parse({ url }), { retries: 0 });
const seconds = () => Date.now() / 1000;

async function waitFor(provider: TelemetryProvider, promql: string): Promise<void> {
  while ((await provider.queryInstant({ promql, time: seconds() })).series.length === 0) await delay(200);
}

describe('discovery of a real Prometheus', () => {
  let exposition = BASE;
  let exporter: Server;
  let prometheus: PrometheusServer;
  let provider: TelemetryProvider;

  beforeAll(async () => {
    exporter = createServer((request, response) => {
      if (request.url !== '/native') return void response.end(exposition);
      response.setHeader(
        'content-type',
        'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited',
      );
      response.end(encodeNativeHistogram('till_scan_seconds', 'Time to scan an article.', [0.1, 0.2, 0.4, 0.7]));
    });
    const target = await listen(exporter);
    prometheus = await startPrometheus({
      rules: RULES,
      flags: ['--enable-feature=native-histograms'],
      scrapeTargets: [
        { job: 'till', targets: [target], interval: '1s' },
        { job: 'scanner', targets: [target], interval: '2s', path: '/native' },
      ],
    });
    provider = connect(prometheus.url);
    await Promise.all([
      waitFor(provider, 'till:receipts:rate1m'),
      waitFor(provider, 'histogram_count(till_scan_seconds)'),
    ]);
  });
  afterAll(async () => {
    await provider.close();
    await prometheus.stop();
    close(exporter);
  });

  // proves: CAT-04
  it('finds families with type, help, unit, labels, services and scrape interval', async () => {
    const snapshot = await discover(provider, { now: seconds(), knowledge: [] });
    expect(snapshot.serverVersion).toMatch(/^2\.42/);
    expect(snapshot.families.get('till_receipts_total')).toMatchObject({
      type: 'counter',
      help: 'Receipts printed.',
      seriesCount: 2,
      services: ['till'],
    });
    expect(snapshot.families.get('till_receipts_total')?.labels.get('method')).toMatchObject({
      values: ['card', 'cash'],
      complete: true,
      distinct: 2,
    });
    const histogram = snapshot.families.get('till_print_seconds');
    expect(histogram).toMatchObject({ type: 'histogram', unit: 'seconds', seriesCount: 4 });
    expect(histogram?.series.map(({ name, role }) => [name, role])).toEqual([
      ['till_print_seconds_bucket', 'bucket'],
      ['till_print_seconds_count', 'count'],
      ['till_print_seconds_sum', 'sum'],
    ]);
    expect(snapshot.metric('till_print_seconds_bucket')?.scrapeIntervalSeconds).toBe(1);
    expect(snapshot.rules.map(({ kind, name }) => [kind, name])).toEqual([
      ['recording', 'till:receipts:rate1m'],
      ['alerting', 'TillDown'],
    ]);
    expect(snapshot.services.find(({ name }) => name === 'till')?.metrics).toContain('till_receipts_total');
  });

  // proves: CAT-04
  it('recognises native histograms, with metadata and without', async () => {
    const now = seconds();
    const snapshot = await discover(provider, { now, knowledge: [] });
    expect(snapshot.metric('till_scan_seconds')).toMatchObject({
      type: 'native_histogram',
      role: 'value',
      unit: 'seconds',
    });
    const withoutMetadata: TelemetryProvider = { ...provider, metadata: async () => new Map() };
    const inferred = await discover(withoutMetadata, { now, knowledge: [] });
    expect(inferred.metric('till_scan_seconds')?.type).toBe('native_histogram');
    expect(inferred.metric('till_print_seconds_bucket')?.type).toBe('histogram');
    expect(inferred.metric('scrape_duration_seconds')?.type).toBe('gauge');
  });

  it('measures scrape intervals where the server does not tell them', async () => {
    // Ten minutes of samples are needed for an exact figure; a young server shows at least that there is one.
    const withoutTargets: TelemetryProvider = { ...provider, targets: async () => [] };
    const snapshot = await discover(withoutTargets, { now: seconds(), knowledge: [] });
    expect(snapshot.metric('till_receipts_total')?.scrapeIntervalSeconds).toBeGreaterThan(0);
  });

  // proves: CAT-03
  it('reads nothing again while nothing changes, and what has changed once it has', async () => {
    const first = await runDiscovery(provider, { now: seconds() });
    expect(first.readCount).toBe(first.state.readings.size);
    const second = await runDiscovery(provider, { now: seconds(), previous: first.state });
    expect(second.readCount).toBe(0);
    expect(second.requests).toBeLessThan(first.requests);
    exposition = `${BASE}# TYPE till_drawers gauge\ntill_drawers{app="till"} 1\ntill_receipts_total{app="till",method="voucher"} 3\n`;
    await waitFor(provider, 'till_drawers');
    const third = await runDiscovery(provider, { now: seconds(), previous: second.state });
    expect(third.readCount).toBe(2);
    expect(third.state.readings.get('till_receipts_total')?.labels.get('method')?.values).toEqual([
      'card',
      'cash',
      'voucher',
    ]);
    exposition = BASE;
  });

  it('lets go of metrics that have been gone for the whole window', async () => {
    const { state } = await runDiscovery(provider, { now: seconds() });
    const later = await runDiscovery(provider, { now: seconds() + 3 * 3_600, previous: state });
    expect(later.state.readings.size).toBe(0);
  });

  it('ends when it is told to', async () => {
    const call = runDiscovery(provider, { now: seconds(), signal: AbortSignal.abort(new Error('stopping')) });
    await expect(call).rejects.toThrow('stopping');
  });
});

describe('discovery of other servers', () => {
  it.each(['prometheus-3', 'mimir', 'victoriametrics'] as const)('goes on without what %s lacks', async (dialect) => {
    const server = await startWirePrometheus({ dialect });
    const provider = createPrometheusProvider(prometheusSettings.parse({ url: server.url, tenant: 'shop' }), {
      retries: 0,
    });
    const { state, gaps } = await runDiscovery(provider, { now: 1_767_225_600 });
    const snapshot = buildSnapshot(state);
    expect(gaps.some((gap) => gap.startsWith('targets'))).toBe(dialect === 'mimir');
    // The fixtures cannot count, so that every metric is described by its labels.
    expect(snapshot.families.get('till_receipts_total')).toMatchObject({ type: 'counter', services: ['till'] });
    expect(snapshot.families.get('till_print_seconds')?.type).toBe('histogram');
    expect(snapshot.serverVersion).toBe(dialect === 'prometheus-3' ? '3.5.0' : '2.45.0');
    expect(snapshot.families.has('till.queue.depth')).toBe(dialect === 'prometheus-3');
    await provider.close();
    await server.stop();
  });

  it('of one without metrics finds an empty catalog', async () => {
    const server = await startBadPrometheus();
    const provider = connect(server.url);
    const snapshot = await discover(provider, { now: seconds(), knowledge: [] });
    expect([snapshot.families.size, snapshot.services]).toEqual([0, []]);
    await provider.close();
    await server.stop();
  });

  it('of one that is down throws the reason', async () => {
    const call = discover(connect('http://127.0.0.1:1'), { now: seconds(), knowledge: [] });
    await expect(call).rejects.toMatchObject({ code: 'source_unreachable' });
  });
});

describe('discovery of a server with five million series', () => {
  const METRICS = 2_000;
  const SERIES_EACH = 2_500;
  const name = (index: number) => `huge_${index}_total`;

  /** Answers counts of millions truthfully, and lists only what is asked for, counting it. */
  function createHugeServer(served: { series: number; requests: number }): Server {
    return createServer(async (request, response) => {
      served.requests += 1;
      const parameters = await readParameters(request);
      const path = new URL(request.url ?? '/', 'http://x').pathname;
      const reply = (data: unknown) => response.end(JSON.stringify({ status: 'success', data }));
      const asked = (parameters.get('match[]') ?? parameters.get('query') ?? '').match(/huge_\d+_total/g) ?? [];
      const vector = (entries: [Record<string, string>, string][]) =>
        reply({ resultType: 'vector', result: entries.map(([metric, value]) => ({ metric, value: [0, value] })) });
      if (path.endsWith('/__name__/values')) return reply(Array.from({ length: METRICS }, (_, index) => name(index)));
      if (path.endsWith('/values')) return reply(['a', 'b']);
      if (path.endsWith('/labels')) return reply(['__name__', 'job', 'pod']);
      if (path.endsWith('/series')) {
        served.series += asked.length * SERIES_EACH;
        const listed = Array.from({ length: SERIES_EACH }, (_, pod) =>
          asked.map((each) => ({ __name__: each, job: 'a', pod: `${pod}` })),
        );
        return reply(listed.flat());
      }
      if (path.endsWith('/query') && parameters.get('query')?.startsWith('count by (__name__)')) {
        return vector(Array.from({ length: METRICS }, (_, index) => [{ __name__: name(index) }, `${SERIES_EACH}`]));
      }
      if (path.endsWith('/query')) return vector(asked.map((each) => [{ __name__: each, job: 'a', pod: '1' }, '1']));
      response.writeHead(404).end();
    });
  }

  // proves: CAT-03
  it('pulls only a bounded part of them, in a bounded number of requests', async () => {
    const served = { series: 0, requests: 0 };
    const server = createHugeServer(served);
    const provider = connect(`http://${await listen(server)}`);
    const { state } = await runDiscovery(provider, { now: seconds() });
    expect(served.series).toBeLessThanOrEqual(250_000);
    expect(served.requests).toBeLessThan(1_500);
    expect(state.readings.size).toBe(METRICS);
    for (const reading of state.readings.values()) {
      expect(reading.seriesCount).toBe(SERIES_EACH);
      expect([...reading.labels.keys()]).toEqual(['job', 'pod']);
    }
    const partial = [...state.readings.values()].filter(({ labels }) => labels.get('pod')?.complete === false);
    expect(partial.length).toBeGreaterThan(0);
    await provider.close();
    close(server);
  });
});

async function readParameters(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const parameters = new URL(request.url ?? '/', 'http://x').searchParams;
  for (const [key, value] of new URLSearchParams(Buffer.concat(chunks).toString())) parameters.append(key, value);
  return parameters;
}
