import { execFile } from 'node:child_process';
import { existsSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
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
    if (running === null || running.hasEnded()) running = launch(options);
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

interface RunningWorker extends EmbeddedPostgres {
  hasEnded(): boolean;
}

function launch({ log, folder, template }: WorkerInput & { log: Logger }): RunningWorker {
  let stream: WireStream | null = null;
  let hasEnded = false;
  let isReady = false;
  let resolveDump: (tar: Uint8Array) => void = () => undefined;

  const end = (reason: string) => {
    if (hasEnded) return;
    hasEnded = true;
    const code = isFull(folder) ? 'storage_full' : 'storage_unavailable';
    stream?.fail(new AppError(code, { internal: `the embedded database ended: ${reason}` }));
  };
  const receive = (worker: Worker, message: FromWorker) => {
    if (message instanceof Uint8Array) stream?.receive(message);
    else if (message.type === 'dump') resolveDump(message.tar);
    else if (message.type === 'ready') {
      isReady = true;
      stream?.open();
    } else {
      log.error({ reason: message.message }, 'the embedded database failed; it is started again at the next query');
      end(message.message);
      void worker.terminate();
    }
  };
  const started = createFolder(folder).then(
    () => {
      const worker = startWorker({ folder, template });
      worker.on('message', (message: FromWorker) => receive(worker, message));
      worker.on('error', (error) => end(error.message));
      const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
      void exited.then(() => end('its thread ended'));
      return { exited, tell: (message: ToWorker) => worker.postMessage(message) };
    },
    (error: Error) => {
      end(error.message);
      return { exited: Promise.resolve(), tell: () => undefined };
    },
  );

  return {
    hasEnded: () => hasEnded,
    connect() {
      stream = createWireStream({ send: (bytes) => void started.then(({ tell }) => tell(bytes)) });
      if (isReady) stream.open();
      return stream.duplex;
    },
    async dump() {
      const { tell } = await started;
      tell({ type: 'dump' });
      return new Promise((resolve) => {
        resolveDump = resolve;
      });
    },
    async close() {
      const { tell, exited } = await started;
      if (!hasEnded) tell({ type: 'close' });
      await exited;
    },
  };
}

/**
 * Makes a new data folder in a process of its own: making one takes 500 MB that WASM never gives back, and they go with the
 * process. Renamed into place when complete, so that a start which was interrupted leaves nothing half made.
 */
async function createFolder(folder: string | undefined): Promise<void> {
  if (folder === undefined || existsSync(join(folder, 'PG_VERSION'))) return;
  const unfinished = `${folder}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  const program = fileURLToPath(new URL('./create-folder.ts', import.meta.url));
  await promisify(execFile)(process.execPath, [program, unfinished]);
  renameSync(unfinished, folder);
}

// PostgreSQL needs room for one segment of its log (16 MB) to start again after a full disk, and more to go on.
const NEEDED_BYTES = 32 * 1024 * 1024;

function isFull(folder: string | undefined): boolean {
  if (folder === undefined) return false;
  const { bavail, bsize } = statfsSync(dirname(folder));
  return bavail * bsize < NEEDED_BYTES;
}

function startWorker(workerData: WorkerInput): Worker {
  return new Worker(new URL('./embedded-worker.ts', import.meta.url), { workerData, execArgv: [] });
}
