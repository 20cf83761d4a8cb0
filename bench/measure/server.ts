import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Answer, answer } from '@locum/contracts';
import { z } from 'zod';

const launcher = fileURLToPath(new URL('../../apps/cli/bin/locum.js', import.meta.url));

/** A server of this repository in a process of its own, as `locum serve` starts it, with the embedded database. */
export interface BenchServer {
  readonly url: string;
  readonly pid: number;
  /** From the start of the process until it answered its address. */
  readonly startMs: number;
  ask(question: string): Promise<Answer>;
  /** The body of the reply, unparsed; throws on any status but 200. */
  post(question: string): Promise<string>;
  residentBytes(): number;
  stop(): Promise<void>;
}

export interface BenchServerOptions {
  readonly prometheusUrl: string;
  /** Kept after `stop`; default: a temporary folder. */
  readonly dataDir?: string;
}

const started = z.object({ url: z.string() });

export async function startServer({ prometheusUrl, dataDir }: BenchServerOptions): Promise<BenchServer> {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'locum-bench-'));
  const startedAt = performance.now();
  const args = ['serve', '--json', '--port', '0', '--data-dir', folder, '--prometheus', prometheusUrl];
  const env = { ...process.env, LOCUM_LOG_LEVEL: 'error' };
  const child = spawn(process.execPath, [launcher, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const line = await Promise.race([
    once(child.stdout, 'data').then(([chunk]) => String(chunk)),
    once(child, 'exit').then(() => ''),
  ]);
  if (line === '') throw new Error('The server ended before it was ready.');
  const { url } = started.parse(JSON.parse(line));
  const startMs = performance.now() - startedAt;
  const token = readFileSync(join(folder, 'cli-token'), 'utf8').trim();
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const post = (question: string) => send(`${url}/api/v1/query`, token, JSON.stringify({ question }), agent);
  return {
    url,
    pid: child.pid ?? 0,
    startMs,
    post,
    ask: async (question) => answer.parse(JSON.parse(await post(question))),
    residentBytes: () => residentBytesOf(child.pid ?? 0),
    async stop() {
      agent.destroy();
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      process.off('exit', end);
      if (dataDir === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** POST with as little work around it as possible: the client shares the machine with what is measured. */
export function send(url: string, token: string | undefined, body: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const type = token === undefined ? 'application/x-www-form-urlencoded' : 'application/json';
    const headers = {
      'content-type': type,
      'content-length': Buffer.byteLength(body),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    };
    const outgoing = request(url, { method: 'POST', agent, headers }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (reply.statusCode === 200) resolve(text);
        else reject(new Error(`${url} answered ${reply.statusCode}: ${text.slice(0, 300)}`));
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Resident memory of the process and of those it started (the embedded database may live in one). */
function residentBytesOf(pid: number): number {
  const [status, children] = [`/proc/${pid}/status`, `/proc/${pid}/task/${pid}/children`].map(readProc);
  const own = Number(/^VmRSS:\s+(\d+) kB/m.exec(status ?? '')?.[1] ?? 0) * 1024;
  const started = (children ?? '').split(' ').filter((text) => text.trim() !== '');
  return started.reduce((sum, child) => sum + residentBytesOf(Number(child)), own);
}

function readProc(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
