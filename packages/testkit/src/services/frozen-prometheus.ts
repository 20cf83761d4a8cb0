import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findFreePortPair } from '../process/free-port.ts';
import { guardProcesses } from '../process/guard.ts';

export type FrozenPrometheus = {
  url: string;
  port: number;
  /** The moment the data was frozen at; whoever asks takes it as "now". */
  now: Date;
  stop(): Promise<void>;
};

/**
 * Runs the frozen Prometheus of a question set folder (its `start.sh`, which unpacks recorded data) on free ports.
 * `home` keeps the unpacked data for the next start; without it a temporary folder is used and deleted.
 */
export async function startFrozenPrometheus(options: { dir: string; home?: string }): Promise<FrozenPrometheus> {
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'locum-frozen-'));
  // start.sh gives the inner Prometheus the port below the one it is told.
  const port = (await findFreePortPair()) + 1;
  const url = `http://127.0.0.1:${port}`;
  const env = { ...process.env, NLQ_HOME: home, NLQ_PORT: String(port) };
  try {
    await promisify(execFile)(resolve(options.dir, 'start.sh'), [], { env, timeout: 180_000 });
  } catch (cause) {
    await endAll(pidsIn(home));
    throw new Error(`The frozen Prometheus of ${options.dir} did not start.`, { cause });
  }
  const pids = pidsIn(home);
  const folder = options.home === undefined ? home : undefined;
  const guard = guardProcesses({ pids, signal: 'SIGTERM', ...(folder === undefined ? {} : { folder }) });
  return {
    url,
    port,
    now: await readNow(url),
    stop: async () => {
      await endAll(pids);
      guard.release();
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

async function readNow(url: string): Promise<Date> {
  const text = await (await fetch(`${url}/-/now`)).text();
  const seconds = /\d{10}(\.\d+)?/.exec(text)?.[0];
  if (seconds === undefined) throw new Error(`No moment found in the answer of /-/now: ${text}`);
  return new Date(Number(seconds) * 1000);
}

function pidsIn(home: string): number[] {
  return ['front.pid', 'prometheus.pid'].flatMap((name) => {
    try {
      return [Number(readFileSync(join(home, name), 'utf8').trim())].filter((pid) => pid > 0);
    } catch {
      return [];
    }
  });
}

async function endAll(pids: readonly number[]): Promise<void> {
  for (const pid of pids) send(pid, 'SIGTERM');
  const deadline = Date.now() + 10_000;
  while (pids.some(isAlive) && Date.now() < deadline) await sleep(50);
  for (const pid of pids) send(pid, 'SIGKILL');
}

function isAlive(pid: number): boolean {
  try {
    // They are not our children: whoever adopted them may collect them late, and until then they exist in state Z.
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return send(pid, 0) && !existsSync('/proc/self');
  }
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
