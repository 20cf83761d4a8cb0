/**
 * What an answer costs beyond the source: `POST /api/v1/query` on a server of its own, on a miss and on a hit, against the same
 * queries sent to the same Prometheus directly, in the same run.
 *
 *   node bench/answer.ts
 */
import { Agent } from 'node:http';
import type { Evidence } from '@locum/contracts';
import { startRecordedShop } from '../packages/server/test/recorded-shop.ts';
import { distinctQuestions, take } from './measure/questions.ts';
import { percentile, report } from './measure/report.ts';
import { send, startServer } from './measure/server.ts';

const MISSES = 150;
const HITS = 400;
const WARM_UP = 30;

const prometheus = await startRecordedShop(Math.floor(Date.now() / 1000), { afterwards: 1800 });
const server = await startServer({ prometheusUrl: prometheus.url });
const agent = new Agent({ keepAlive: true });
try {
  const questions = distinctQuestions();
  for (const question of take(questions, WARM_UP)) await server.ask(question);
  const misses: number[] = [];
  const direct: number[] = [];
  for (const question of take(questions, MISSES)) {
    const [ms, body] = await timed(() => server.post(question));
    misses.push(ms);
    const answer = JSON.parse(body) as { evidence: Evidence[]; cached: boolean; status: string };
    if (answer.cached || answer.status !== 'answered') throw new Error(`not a miss that was answered: ${question}`);
    // As the server does it: side by side, on kept connections.
    const [sourceMs] = await timed(() => Promise.all(answer.evidence.map((one) => askDirectly(one, agent))));
    direct.push(sourceMs);
  }
  const hits: number[] = [];
  await server.post('memory of cart');
  const startedAt = performance.now();
  for (let count = 0; count < HITS; count += 1) {
    // Cached answers live for half a minute.
    if (performance.now() - startedAt > 25_000) break;
    hits.push((await timed(() => server.post('memory of cart')))[0]);
  }
  const beyond = misses.map((ms, index) => ms - (direct[index] ?? 0));
  const isFine = report('answer', [
    { name: 'miss, beyond the source, p50', value: percentile(beyond, 0.5), unit: 'ms', most: 60 },
    { name: 'miss, beyond the source, p99', value: percentile(beyond, 0.99), unit: 'ms' },
    { name: 'miss, whole, p50', value: percentile(misses, 0.5), unit: 'ms' },
    { name: 'same queries sent to Prometheus directly, p50', value: percentile(direct, 0.5), unit: 'ms' },
    { name: 'miss, times the direct queries', value: percentile(misses, 0.5) / percentile(direct, 0.5), unit: '×' },
    { name: 'hit, p50', value: percentile(hits, 0.5), unit: 'ms', most: 5 },
    { name: 'hit, p99', value: percentile(hits, 0.99), unit: 'ms' },
  ]);
  process.exitCode = isFine ? 0 : 1;
} finally {
  agent.destroy();
  await server.stop();
  await prometheus.stop();
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const startedAt = performance.now();
  const result = await work();
  return [performance.now() - startedAt, result];
}

/** The same query, parsed as any client would. */
async function askDirectly({ request }: Evidence, through: Agent): Promise<void> {
  const { promql, kind, startSeconds, endSeconds, stepSeconds } = request;
  const body = new URLSearchParams({ query: promql });
  if (kind === 'instant') body.set('time', String(endSeconds));
  else
    for (const [name, value] of Object.entries({ start: startSeconds, end: endSeconds, step: stepSeconds }))
      body.set(name, String(value));
  const path = kind === 'instant' ? 'query' : 'query_range';
  JSON.parse(await send(`${prometheus.url}/api/v1/${path}`, undefined, body.toString(), through));
}
