/**
 * Questions a second on one server process at 1, 16 and 64 connections, all new and all cached, against an instant query sent to
 * the same Prometheus directly. Clients, server and Prometheus share this machine.
 *
 *   node bench/throughput.ts
 */
import { Agent } from 'node:http';
import { startRecordedShop } from '../packages/server/test/recorded-shop.ts';
import { distinctQuestions } from './measure/questions.ts';
import { type Figure, percentile, report } from './measure/report.ts';
import { send, startServer } from './measure/server.ts';

const SECONDS = 6;
const CONNECTIONS = [1, 16, 64];
const QUERY = 'sum(rate(http_requests_total{service="checkout"}[5m]))';

const prometheus = await startRecordedShop(Math.floor(Date.now() / 1000), { afterwards: 1800 });
const server = await startServer({ prometheusUrl: prometheus.url });
const agent = new Agent({ keepAlive: true, maxSockets: 256 });
try {
  const questions = distinctQuestions();
  await load(4, 2000, () => server.post(questions.next().value ?? ''));
  const figures: Figure[] = [];
  for (const connections of CONNECTIONS) {
    const fresh = await load(connections, SECONDS * 1000, () => server.post(questions.next().value ?? ''));
    await server.post('memory of cart');
    const cached = await load(connections, SECONDS * 1000, () => server.post('memory of cart'));
    const body = new URLSearchParams({ query: QUERY }).toString();
    const direct = await load(connections, SECONDS * 500, () =>
      send(`${prometheus.url}/api/v1/query`, undefined, body, agent),
    );
    const at = `${connections} ${connections === 1 ? 'connection' : 'connections'}`;
    // Nothing may be lost under load; how much fits depends on the machine.
    figures.push(
      { name: `new questions, ${at}`, value: fresh.perSecond, unit: '/s', least: 10 },
      { name: `new questions, ${at}, p99`, value: fresh.p99, unit: 'ms' },
      { name: `cached questions, ${at}`, value: cached.perSecond, unit: '/s', least: 100 },
      { name: `cached questions, ${at}, p99`, value: cached.p99, unit: 'ms' },
      { name: `Prometheus directly, ${at}`, value: direct.perSecond, unit: '/s' },
      {
        name: `new questions, share of direct queries, ${at}`,
        value: (100 * fresh.perSecond) / direct.perSecond,
        unit: '%',
      },
    );
  }
  process.exitCode = report('throughput', figures) ? 0 : 1;
} finally {
  agent.destroy();
  await server.stop();
  await prometheus.stop();
}

/** Keeps `connections` requests in flight for a time. Throws on the first that fails. */
async function load(connections: number, ms: number, call: () => Promise<unknown>) {
  const until = performance.now() + ms;
  const times: number[] = [];
  const startedAt = performance.now();
  const worker = async () => {
    while (performance.now() < until) {
      const callAt = performance.now();
      await call();
      times.push(performance.now() - callAt);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  return { perSecond: (1000 * times.length) / (performance.now() - startedAt), p99: percentile(times, 0.99) };
}
