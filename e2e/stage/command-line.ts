import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../../apps/cli/bin/locum.js', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  /** The first line on standard output that matches. Throws with all output when the command ends without one. */
  printed(pattern: RegExp): Promise<string>;
  finished: Promise<Finished>;
  /** As Ctrl-C does, and waits for the end. */
  stop(): Promise<void>;
}

/** Starts `locum` as a person would, with nothing of this process's environment but PATH and what is given. */
export function startLocum(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Running {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [launcher, ...args], { env: { PATH, HOME, ...environment } });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].on('data', (chunk: Buffer) => {
      output[stream] += chunk.toString();
    });
  }
  const finished = once(child, 'close').then(() => ({ code: child.exitCode, ...output }));
  return {
    child,
    finished,
    async printed(pattern) {
      for (;;) {
        const line = output.stdout
          .split('\n')
          .slice(0, -1)
          .find((text) => pattern.test(text));
        if (line !== undefined) return line;
        const hasEnded = await Promise.race([once(child.stdout, 'data').then(() => false), finished.then(() => true)]);
        if (hasEnded) throw new Error(`locum ${args[0]} ended without ${pattern}:\n${output.stdout}\n${output.stderr}`);
      }
    },
    async stop() {
      child.kill('SIGINT');
      await finished;
    },
  };
}

export function runLocum(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Finished> {
  return startLocum(args, environment).finished;
}
