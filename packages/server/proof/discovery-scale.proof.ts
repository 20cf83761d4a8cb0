/**
 * Discovery of 10,000 metrics with 100,000 series from a real Prometheus that scrapes them: time, requests, memory, then the same again
 * with nothing changed, and search over the result. Exits non-zero beyond a threshold.
 *
 *   node packages/server/proof/discovery-scale.proof.ts [--metrics 10000] [--instances 10] [--json FILE]
 */
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { prometheusSettings } from '@locum/contracts';
import { startPrometheus } from '@locum/testkit';
import {
  buildSnapshot,
  createCatalogRetrieval,
  loadKnowledge,
  loadLexicon,
  runDiscovery,
  typeHintsOf,
} from '../src/domains/catalog/index.ts';
import { createPrometheusProvider } from '../src/domains/sources/index.ts';

const { values } = parseArgs({
  options: {
    metrics: { type: 'string', default: '10000' },
    instances: { type: 'string', default: '10' },
    json: { type: 'string' },
  },
});
const metricCount = Number(values.metrics);
const instanceCount = Number(values.instances);

const WORDS = [
  'request',
  'queue',
  'cache',
  'order',
  'worker',
  'session',
  'payment',
  'index',
  'upload',
  'email',
  'job',
  'stock',
];
const PARTS = [
  'size_bytes',
  'depth',
  'duration_seconds',
  'errors_total',
  'processed_total',
  'active',
  'limit',
  'age_seconds',
];
const SERVICES = Array.from({ length: 40 }, (_, index) => `team-${WORDS[index % WORDS.length]}-${index}`);

/** One target's exposition: every metric once, with labels of the usual kinds. */
function expose(instance: number): string {
  const lines: string[] = [];
  for (let index = 0; index < metricCount; index += 1) {
    const part = PARTS[index % PARTS.length] ?? '';
    const name = `app${Math.floor(index / 96)}_${WORDS[Math.floor(index / 8) % WORDS.length]}_${part}`;
    lines.push(`# HELP ${name} Measures ${part.replaceAll('_', ' ')} of subsystem ${Math.floor(index / 96)}.`);
    lines.push(`# TYPE ${name} ${part.endsWith('_total') ? 'counter' : 'gauge'}`);
    const service = SERVICES[(index + instance) % SERVICES.length];
    lines.push(
      `${name}{service="${service}",route="/r${index % 30}",status="${200 + (index % 5) * 100}"} ${index + instance}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

const exporter = createServer((request, response) => {
  response.end(expose(Number(/\d+/.exec(request.url ?? '')?.[0] ?? 0)));
});
await new Promise<void>((resolve) => exporter.listen(0, '127.0.0.1', resolve));
const { port } = exporter.address() as AddressInfo; // a TCP server has one
const config = JSON.stringify({
  global: { scrape_interval: '60s', scrape_timeout: '60s' },
  scrape_configs: Array.from({ length: instanceCount }, (_, index) => ({
    job_name: `job-${index}`,
    metrics_path: `/metrics/${index}`,
    static_configs: [{ targets: [`127.0.0.1:${port}`] }],
  })),
});
const prometheus = await startPrometheus({ config });
const provider = createPrometheusProvider(prometheusSettings.parse({ url: prometheus.url }));
try {
  await waitForSeries(metricCount * instanceCount);
  const results = await measure();
  console.table(results);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
  process.exitCode = results.every(({ value, limit }) => value <= limit) ? 0 : 1;
} finally {
  await provider.close();
  await prometheus.stop();
  exporter.close();
}

async function waitForSeries(wanted: number): Promise<void> {
  for (;;) {
    const time = Date.now() / 1000;
    const { series } = await provider.queryInstant({ promql: 'sum(scrape_samples_scraped)', time });
    if ((series[0]?.points[0]?.[1] ?? 0) >= wanted) return;
    await delay(500);
  }
}

interface Figure {
  readonly what: string;
  readonly value: number;
  readonly limit: number;
}

async function measure(): Promise<readonly Figure[]> {
  const knowledge = loadKnowledge();
  const lexicon = loadLexicon();
  const rssBefore = process.memoryUsage.rss();
  const now = Date.now() / 1000;
  const first = await timed(() => runDiscovery(provider, { now }));
  const again = await timed(() => runDiscovery(provider, { now: now + 1, previous: first.result.state }));
  const snapshot = await timed(async () => buildSnapshot(first.result.state, typeHintsOf(knowledge)));
  const retrieval = await timed(async () => createCatalogRetrieval(snapshot.result, { knowledge, lexicon }));
  const labels = await timed(async () => snapshot.result.findLabelValue('team-order-3'));
  const searches = Array.from({ length: 200 }, (_, index) => {
    const startedAt = performance.now();
    retrieval.result.search(
      `how many ${WORDS[index % WORDS.length]} errors does team-cache-${index % 40} have per route`,
    );
    return performance.now() - startedAt;
  }).sort((left, right) => left - right);
  const series = snapshot.result.families.values().reduce((sum, family) => sum + family.seriesCount, 0);
  if (series < metricCount * instanceCount) throw new Error(`only ${series} series were discovered`);
  return [
    { what: 'discovery (ms)', value: Math.round(first.ms), limit: 20_000 },
    { what: 'discovery, requests', value: first.result.requests, limit: 100 },
    { what: 'discovery again, nothing changed (ms)', value: Math.round(again.ms), limit: 5_000 },
    { what: 'discovery again, requests', value: again.result.requests, limit: 10 },
    { what: 'discovery again, metrics read', value: again.result.readCount, limit: 0 },
    { what: 'snapshot (ms)', value: Math.round(snapshot.ms), limit: 3_000 },
    { what: 'search index (ms)', value: Math.round(retrieval.ms), limit: 5_000 },
    { what: 'first label value (ms)', value: Math.round(labels.ms), limit: 1_000 },
    { what: 'search p50 (ms)', value: round(searches[100] ?? 0), limit: 3 },
    { what: 'search p99 (ms)', value: round(searches[198] ?? 0), limit: 100 },
    { what: 'memory grown (MB)', value: Math.round((process.memoryUsage.rss() - rssBefore) / 2 ** 20), limit: 600 },
  ];
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const startedAt = performance.now();
  const result = await work();
  return { result, ms: performance.now() - startedAt };
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
