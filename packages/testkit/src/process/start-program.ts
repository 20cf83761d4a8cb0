import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface FinishedProgram {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningProgram {
  readonly child: ChildProcess;
  /**
   * Resolves with the first group of the pattern, or all that matched, once it has appeared on standard output. Throws with all output
   * when the program ends without it.
   */
  printed(pattern: RegExp): Promise<string>;
  readonly finished: Promise<FinishedProgram>;
  /** As Ctrl-C does, and waits for the end. */
  stop(): Promise<void>;
}

/** Starts it with nothing of this process's environment but PATH, HOME and what is given. */
function startProgram(
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): RunningProgram {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [file, ...args], { env: { PATH, HOME, ...environment } });
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
        const found = pattern.exec(output.stdout);
        if (found) return found[1] ?? found[0];
        const hasEnded = await Promise.race([once(child.stdout, 'data').then(() => false), finished.then(() => true)]);
        if (hasEnded && !pattern.test(output.stdout))
          throw new Error(`${args.join(' ')} ended without ${pattern}:\n${output.stdout}\n${output.stderr}`);
      }
    },
    async stop() {
      child.kill('SIGINT');
      await finished;
    },
  };
}

export interface Program {
  start(args: readonly string[], environment?: Readonly<Record<string, string>>): RunningProgram;
  /** Starts it and waits for its end. */
  run(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<FinishedProgram>;
}

/** The program whose file is at `url`, to be started as a person would. */
export function programAt(url: URL): Program {
  const file = fileURLToPath(url);
  return {
    start: (args, environment) => startProgram(file, args, environment),
    run: (args, environment) => startProgram(file, args, environment).finished,
  };
}
