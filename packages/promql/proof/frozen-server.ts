import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface FrozenServer {
  readonly url: string;
  /** The moment the recording ends, in Unix seconds. */
  readonly nowSeconds: number;
  /** Queries that are known to be right on this server. */
  readonly rightQueries: readonly string[];
  stop(): void;
}

/**
 * Starts the recorded Prometheus from the folder `LOCUM_NLQ` (default `../shared/nlq` beside the repository) with its
 * own start.sh, on a free port. Undefined when that folder is absent.
 */
export async function startFrozenServer(): Promise<FrozenServer | undefined> {
  const folder = resolve(import.meta.dirname, '../../..', process.env.LOCUM_NLQ ?? '../shared/nlq');
  if (!existsSync(join(folder, 'start.sh'))) return undefined;
  const home = mkdtempSync(join(tmpdir(), 'promql-cost-'));
  const port = await freePort();
  const env = { ...process.env, NLQ_HOME: home, NLQ_PORT: String(port) };
  const stop = () => {
    spawnSync('bash', [join(folder, 'stop.sh')], { env });
    rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };
  const started = spawnSync('bash', [join(folder, 'start.sh')], { env, encoding: 'utf8' });
  if (started.status !== 0) {
    stop();
    throw new Error(`the recorded Prometheus did not start: ${started.stderr}`);
  }
  const url = `http://127.0.0.1:${port}`;
  const now = await (await fetch(`${url}/-/now`)).text();
  const nowSeconds = Number(/\d+/.exec(now.replace(/"t0"/, ''))?.[0]);
  return { url, nowSeconds, rightQueries: readReferences(join(folder, 'dev.jsonl')), stop };
}

/** Reference queries and other accepted readings of the questions recorded with the server. */
function readReferences(file: string): string[] {
  const rows = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return rows.flatMap((line) => {
    const row: unknown = JSON.parse(line);
    if (typeof row !== 'object' || row === null) return [];
    const promql = 'promql' in row ? row.promql : undefined;
    const accept = 'accept' in row && Array.isArray(row.accept) ? row.accept : [];
    return [promql, ...accept].filter((text): text is string => typeof text === 'string');
  });
}

/** start.sh takes the port below for Prometheus itself. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
