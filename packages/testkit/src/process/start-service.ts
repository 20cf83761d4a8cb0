import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from './free-port.ts';
import { guardProcesses } from './guard.ts';

export type RunningService = {
  port: number;
  pid: number;
  /** Temporary folder of the service, deleted by `stop`. */
  folder: string;
  /** Everything the service printed so far. */
  log(): string;
  isRunning(): boolean;
  /** Ends the process at once without a chance to clean up, as a power cut would. The folder stays until `stop`. */
  kill(): Promise<void>;
  /** Ends the process (orderly, then by force after 10 s) and deletes its folder. Safe to call twice. */
  stop(): Promise<void>;
};

export type ServiceSpec = {
  name: string;
  program: string;
  args(context: { port: number; folder: string }): readonly string[];
  /** Runs before each start attempt, e.g. writes the configuration file. */
  prepare?(context: { port: number; folder: string }): void | Promise<void>;
  isReady(port: number): Promise<boolean>;
  stopSignal?: NodeJS.Signals;
  user?: { uid: number; gid: number };
  port?: number;
  readyTimeoutMs?: number;
};

/**
 * Starts a program in a fresh temporary folder on a free loopback port and waits until it answers.
 * A lost race for the port is tried again; any other failed start throws with the end of the log.
 */
export async function startService(spec: ServiceSpec): Promise<RunningService> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await tryStart(spec);
    if (outcome.started) return outcome.service;
    const portWasTaken = /address already in use|could not bind|in use by another/i.test(outcome.log);
    if (!portWasTaken || spec.port !== undefined || attempt === 5) {
      throw new Error(`${spec.name} did not start: ${outcome.reason}\n${lastLines(outcome.log, 40)}`);
    }
  }
}

type Attempt = { started: true; service: RunningService } | { started: false; reason: string; log: string };

async function tryStart(spec: ServiceSpec): Promise<Attempt> {
  const folder = createFolder(spec);
  const port = spec.port ?? (await findFreePort());
  const logPath = join(folder, 'service.log');
  const log = () => readFileSync(logPath, 'utf8');
  const descriptor = openSync(logPath, 'a');
  try {
    await spec.prepare?.({ port, folder });
  } catch (cause) {
    closeSync(descriptor);
    rmSync(folder, { recursive: true, force: true });
    throw cause;
  }
  const child = spawn(spec.program, [...spec.args({ port, folder })], {
    cwd: folder,
    detached: true, // own process group: Ctrl-C reaches the tests first, and the whole group can be ended
    stdio: ['ignore', descriptor, descriptor],
    ...spec.user,
  });
  closeSync(descriptor);
  const spawnError = await waitForSpawn(child);
  if (spawnError !== null || child.pid === undefined) {
    rmSync(folder, { recursive: true, force: true });
    return { started: false, reason: spawnError?.message ?? 'no process', log: '' };
  }
  child.unref();
  const service = superviseChild({ child, pid: child.pid, port, folder, log, signal: spec.stopSignal ?? 'SIGTERM' });
  const reason = await waitUntilReady(spec, service);
  if (reason === null) return { started: true, service };
  const failedLog = log();
  await service.stop();
  return { started: false, reason, log: failedLog };
}

function createFolder(spec: ServiceSpec): string {
  const folder = mkdtempSync(join(tmpdir(), `locum-${spec.name.toLowerCase()}-`));
  mkdirSync(join(folder, 'data'), { mode: 0o700 });
  if (spec.user) for (const path of [folder, join(folder, 'data')]) chownSync(path, spec.user.uid, spec.user.gid);
  return folder;
}

function waitForSpawn(child: ChildProcess): Promise<Error | null> {
  return new Promise((resolve) => {
    child.once('spawn', () => resolve(null));
    child.once('error', (error) => resolve(error));
  });
}

type Supervised = {
  child: ChildProcess;
  pid: number;
  port: number;
  folder: string;
  log(): string;
  signal: NodeJS.Signals;
};

function superviseChild({ child, pid, port, folder, log, signal }: Supervised): RunningService {
  const guard = guardProcesses({ pids: [pid], signal, folder });
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  async function end(first: NodeJS.Signals): Promise<void> {
    signalGroup(pid, first);
    const deadline = Date.now() + 10_000;
    while (isRunning() && Date.now() < deadline) await sleep(20);
    signalGroup(pid, 'SIGKILL');
    while (isRunning()) await sleep(20);
  }
  return {
    port,
    pid,
    folder,
    log,
    isRunning,
    kill: () => end('SIGKILL'),
    stop: async () => {
      await end(signal);
      guard.release();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // ESRCH: every process of the group has ended already.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

async function waitUntilReady(spec: ServiceSpec, service: RunningService): Promise<string | null> {
  const timeoutMs = spec.readyTimeoutMs ?? 30_000;
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if (!service.isRunning()) return 'the process ended';
    if (await spec.isReady(service.port).catch(() => false)) {
      // A foreign process that won the race for the port would answer too: ours must still be alive.
      await sleep(10);
      if (service.isRunning()) return null;
    }
    await sleep(30);
  }
  return `no answer within ${timeoutMs} ms`;
}

function lastLines(text: string, count: number): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
