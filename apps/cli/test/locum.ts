import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../bin/locum.js', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  /** Resolves when the pattern has appeared on standard output, with its first group. */
  printed(pattern: RegExp): Promise<string>;
  finished: Promise<Finished>;
}

/** Starts the command as a user would, through its launcher, with nothing of this process's environment but what it needs. */
export function startLocum(args: readonly string[], environment: Record<string, string> = {}): Running {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [launcher, ...args], { env: { PATH, HOME, ...environment } });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const finished = once(child, 'close').then(() => ({ code: child.exitCode, stdout, stderr }));
  return {
    child,
    finished,
    async printed(pattern) {
      for (;;) {
        const found = pattern.exec(stdout);
        if (found) return found[1] ?? found[0];
        const ended = await Promise.race([once(child.stdout, 'data').then(() => false), finished.then(() => true)]);
        if (ended && !pattern.test(stdout)) throw new Error(`ended without ${pattern}:\n${stdout}\n${stderr}`);
      }
    },
  };
}

export function runLocum(args: readonly string[], environment?: Record<string, string>): Promise<Finished> {
  return startLocum(args, environment).finished;
}
