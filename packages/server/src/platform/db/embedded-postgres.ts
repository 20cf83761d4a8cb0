import type { Duplex } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { createWireStream, type WireStream } from './wire-stream.ts';

/** What the worker is told and what it answers; `Uint8Array` is PostgreSQL's wire protocol in both directions. */
export type ToWorker = Uint8Array | { readonly type: 'dump' } | { readonly type: 'close' };
export type FromWorker =
  | Uint8Array
  | { readonly type: 'ready' }
  | { readonly type: 'dump'; readonly tar: Uint8Array }
  | { readonly type: 'failed'; readonly message: string };

/** `folder` unset keeps everything in memory; `template` is a tar from `dump`. */
export interface WorkerInput {
  readonly folder?: string | undefined;
  readonly template?: Uint8Array | undefined;
}

export interface EmbeddedPostgres {
  /** A byte stream that speaks PostgreSQL's protocol, for `pg`. One at a time. */
  connect(): Duplex;
  /** The data folder as a tar, to start others from. Call it with no connection open. */
  dump(): Promise<Uint8Array>;
  close(): Promise<void>;
}

/**
 * PostgreSQL compiled to WASM, in a worker thread because each query blocks its thread. Started at the first connection; a
 * worker that died (full disk, out of memory) is replaced at the next, and recovers from the write-ahead log.
 */
export function startEmbeddedPostgres(options: WorkerInput & { readonly log: Logger }): EmbeddedPostgres {
  let running: RunningWorker | null = null;
  const get = (): RunningWorker => {
    if (running === null || running.ended) running = launch(options);
    return running;
  };
  return {
    connect: () => get().connect(),
    dump: () => get().dump(),
    close: async () => {
      await running?.close();
    },
  };
}

interface RunningWorker {
  readonly ended: boolean;
  connect(): Duplex;
  dump(): Promise<Uint8Array>;
  close(): Promise<void>;
}

function launch({ log, folder, template }: WorkerInput & { log: Logger }): RunningWorker {
  const workerData: WorkerInput = { folder, template };
  const worker = new Worker(new URL('./embedded-worker.ts', import.meta.url), { workerData, execArgv: [] });
  let stream: WireStream | null = null;
  let ended = false;
  let ready = false;
  const dumps: ((tar: Uint8Array) => void)[] = [];

  const end = (reason: string) => {
    if (ended) return;
    ended = true;
    stream?.fail(new AppError('storage_unavailable', { internal: `the embedded database ended: ${reason}` }));
  };
  worker.on('error', (error) => end(error.message));
  const exited = new Promise<void>((resolve) => {
    worker.once('exit', (code) => {
      end(`exit code ${code}`);
      resolve();
    });
  });
  worker.on('message', (message: FromWorker) => {
    if (message instanceof Uint8Array) return stream?.receive(message);
    if (message.type === 'dump') return dumps.shift()?.(message.tar);
    if (message.type === 'failed') {
      log.error({ reason: message.message }, 'the embedded database failed; it is started again at the next query');
      end(message.message);
      return void worker.terminate();
    }
    ready = true;
    stream?.open();
  });
  const tell = (message: ToWorker) => worker.postMessage(message);

  return {
    get ended() {
      return ended;
    },
    connect() {
      stream = createWireStream({ send: tell });
      if (ready) stream.open();
      return stream.duplex;
    },
    dump: () =>
      new Promise((resolve) => {
        dumps.push(resolve);
        tell({ type: 'dump' });
      }),
    async close() {
      if (!ended) tell({ type: 'close' });
      await exited;
    },
  };
}
