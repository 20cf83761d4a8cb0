/**
 * From starting the server to its first answer: with an empty data folder, and once more with the folder of before.
 *
 *   node bench/start.ts
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRecordedShop } from '../packages/server/test/recorded-shop.ts';
import { report } from './measure/report.ts';
import { startServer } from './measure/server.ts';

const prometheus = await startRecordedShop(Math.floor(Date.now() / 1000), { afterwards: 1800 });
const dataDir = mkdtempSync(join(tmpdir(), 'locum-bench-start-'));
try {
  const first = await startAndAsk();
  const second = await startAndAsk();
  const isFine = report('start', [
    { name: 'empty data folder: listening', value: first.listeningMs / 1000, unit: 's' },
    { name: 'empty data folder: first answer', value: first.answeredMs / 1000, unit: 's', most: 30 },
    { name: 'next start: listening', value: second.listeningMs / 1000, unit: 's' },
    { name: 'next start: first answer', value: second.answeredMs / 1000, unit: 's', most: 10 },
  ]);
  process.exitCode = isFine ? 0 : 1;
} finally {
  rmSync(dataDir, { recursive: true, force: true });
  await prometheus.stop();
}

async function startAndAsk(): Promise<{ listeningMs: number; answeredMs: number }> {
  const startedAt = performance.now();
  const server = await startServer({ prometheusUrl: prometheus.url, dataDir });
  try {
    const { status } = await server.ask('request rate of checkout');
    if (status !== 'answered') throw new Error(`The first question was ${status}.`);
    return { listeningMs: server.startMs, answeredMs: performance.now() - startedAt };
  } finally {
    await server.stop();
  }
}
