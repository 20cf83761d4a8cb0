import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface PrometheusServer {
  readonly url: string;
  readonly version: string;
  stop(): Promise<void>;
}

const PROGRAM = 'prometheus';

/** Starts a Prometheus without targets on a free loopback port in a temporary folder; needs `prometheus` on PATH. */
export async function startPrometheus(): Promise<PrometheusServer> {
  const folder = mkdtempSync(join(tmpdir(), 'promql-proof-'));
  writeFileSync(join(folder, 'prometheus.yml'), 'global: {}\n');
  const port = await freePort();
  const flags = ['prometheus.yml', 'data'].map((name) => join(folder, name));
  const server = spawn(
    PROGRAM,
    [`--config.file=${flags[0]}`, `--storage.tsdb.path=${flags[1]}`, `--web.listen-address=127.0.0.1:${port}`],
    { stdio: 'ignore' },
  );
  const url = `http://127.0.0.1:${port}`;
  try {
    const version = await waitUntilReady(server, url);
    return { url, version, stop: () => stop(server, folder) };
  } catch (fault) {
    await stop(server, folder);
    throw fault;
  }
}

async function waitUntilReady(server: ChildProcess, url: string): Promise<string> {
  let failure = '';
  server.once('error', (fault) => {
    failure = fault.message;
  });
  for (let attempt = 0; attempt < 150; attempt += 1) {
    await sleep(200);
    if (failure !== '' || server.exitCode !== null) break;
    const reply = await fetch(`${url}/api/v1/status/buildinfo`).catch(() => undefined);
    if (reply?.ok !== true) continue;
    const body: unknown = await reply.json();
    const version = /"version":"([^"]+)"/.exec(JSON.stringify(body))?.[1];
    if (version !== undefined) return version;
  }
  throw new Error(`prometheus did not start: ${failure || `exit code ${server.exitCode}`}`);
}

async function stop(server: ChildProcess, folder: string): Promise<void> {
  if (server.exitCode === null && server.pid !== undefined) {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** The server's own verdict on a text: undefined when it parses, otherwise its error. */
export async function serverVerdict(url: string, query: string): Promise<string | undefined> {
  const reply = await fetch(`${url}/api/v1/format_query`, { method: 'POST', body: new URLSearchParams({ query }) });
  if (reply.ok) {
    await reply.arrayBuffer();
    return undefined;
  }
  const text = await reply.text();
  return /"error":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text;
}
