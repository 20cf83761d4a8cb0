import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { buildSync } from 'esbuild';
import type { ServiceOptions } from '../services/run-service.ts';
import type { FromThread, ToThread } from './thread-messages.ts';

const stopTimeoutMs = 2000;
// Small heaps are collected early; the leak of cart's fault lives outside the heap, in buffers.
const resourceLimits = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 48 };

export interface Thread {
  /** `host:port` of the service. */
  address: string;
  send(message: ToThread): void;
  /** Asks the thread to finish, and ends it when it does not. */
  stop(): Promise<void>;
}

/**
 * The program of every thread as one script. Bundled rather than run from the sources, because each thread would load
 * its own copy of Node's TypeScript stripper: 9 MB a thread for nothing.
 */
export function bundleThreadProgram(): string {
  // In one go, because esbuild's asynchronous interface leaves a helper process running.
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL('./thread-main.ts', import.meta.url))],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    minifyWhitespace: true,
    logLevel: 'silent',
  });
  const [script] = outputFiles;
  if (!script) throw new Error('bundling the shop produced no script');
  return script.text;
}

/** Starts a service in a thread and resolves once it listens. `onCrash` hears about an end that nobody asked for. */
export async function startThread(options: {
  program: string;
  service: ServiceOptions;
  onCrash(error: Error | null): void;
}): Promise<Thread> {
  const worker = new Worker(options.program, { eval: true, workerData: options.service, resourceLimits });
  let state: 'starting' | 'running' | 'stopping' = 'starting';
  let failure: Error | null = null;
  const waiting = new Map<FromThread['type'], (message: FromThread) => void>();
  worker.on('message', (message: FromThread) => waiting.get(message.type)?.(message));
  worker.on('error', (error: Error) => {
    failure = error;
  });
  const ready = await new Promise<FromThread>((resolve, reject) => {
    waiting.set('ready', resolve);
    worker.once('exit', () => {
      if (state === 'starting') reject(failure ?? new Error('a thread of the shop ended while starting'));
      else if (state === 'running') options.onCrash(failure);
    });
  });
  state = 'running';
  return {
    address: ready.type === 'ready' ? ready.address : '',
    send: (message) => worker.postMessage(message),
    stop: async () => {
      state = 'stopping';
      const stopped = new Promise<void>((resolve) => {
        waiting.set('stopped', () => resolve());
        worker.once('exit', () => resolve());
        setTimeout(resolve, stopTimeoutMs).unref();
      });
      worker.postMessage({ type: 'stop' } satisfies ToThread);
      await stopped;
      await worker.terminate();
    },
  };
}
