import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface DemoPrometheus {
  /** Resolves when every target has been scraped since this Prometheus started. */
  dataFlows(targets: number): Promise<void>;
  stop(): Promise<void>;
}

export interface PrometheusFiles {
  /** Holds its data, its configuration and its log. */
  readonly folder: string;
  readonly port: number;
  /** File name to text, `prometheus.yml` among them. */
  readonly files: Readonly<Record<string, string>>;
}

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 5000;

/** Starts the `prometheus` on PATH. Answers null when there is none; throws when it does not become ready. */
export async function startPrometheus({ folder, port, files }: PrometheusFiles): Promise<DemoPrometheus | null> {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const logPath = join(folder, 'prometheus.log');
  const log = openSync(logPath, 'w');
  const child = spawn('prometheus', flags(folder, port), { stdio: ['ignore', log, log] });
  closeSync(log);
  const isMissing = await Promise.race([once(child, 'spawn').then(() => false), once(child, 'error').then(() => true)]);
  if (isMissing) return null;
  const url = `http://127.0.0.1:${port}`;
  const startedAt = Date.now() / 1000;
  const isReady = () => ask(`${url}/-/ready`).then((reply) => reply !== null);
  await waitUntil(child, isReady, `Prometheus did not start; its log is ${logPath}`);
  return {
    dataFlows: (targets) =>
      waitUntil(
        child,
        () => isScraped(url, targets, startedAt),
        `Prometheus does not scrape the shop; its log is ${logPath}`,
      ),
    stop: () => stop(child),
  };
}

function flags(folder: string, port: number): string[] {
  return [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    '--storage.tsdb.retention.time=3d',
    `--web.listen-address=127.0.0.1:${port}`,
    '--enable-feature=native-histograms',
    '--log.level=warn',
  ];
}

async function isScraped(url: string, targets: number, since: number): Promise<boolean> {
  // `timestamp` tells when a sample was taken only of a bare selector; of anything else it is the time of the query.
  const query = `count((timestamp(up) > ${since}) and (up == 1)) >= ${targets}`;
  const reply = await ask(`${url}/api/v1/query?query=${encodeURIComponent(query)}`);
  return reply?.includes('"value"') ?? false;
}

async function ask(url: string): Promise<string | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}

async function waitUntil(child: ChildProcess, condition: () => Promise<boolean>, complaint: string): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (child.exitCode === null && performance.now() < deadline) {
    if (await condition()) return;
    await sleep(100);
  }
  await stop(child);
  throw new Error(complaint);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(force);
}

export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (typeof address !== 'object' || address === null) throw new Error('no port was given');
  return address.port;
}
