import { fdatasyncSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import type { FromWorker, ToWorker, WorkerInput } from './embedded-postgres.ts';
import { findPanic } from './find-panic.ts';

// The other side of `embedded-postgres.ts`: only that file starts this worker, so its data has that shape.
const input = workerData as WorkerInput;
const port = parentPort;
if (port === null) throw new Error('embedded-worker runs as a worker thread only');

// PGlite turns syncing off (-F), so that a power cut could take what was acknowledged. `fsync` is the one method whose
// call reaches the hook below. Buffers of 16 MB instead of 128: the operating system caches the same files.
const startParams = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  ...['-c', 'wal_sync_method=fsync', '-c', 'shared_buffers=16MB'],
];

const answer = (message: FromWorker) => port.postMessage(message);
const fail = (error: unknown) =>
  answer({ type: 'failed', message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });

// Messages wait in the port until a listener is attached, so that nothing sent while starting is lost.
const database = await PGlite.create({
  ...(input.folder === undefined ? {} : { dataDir: input.folder }),
  ...(input.template === undefined ? {} : { loadDataDir: new Blob([Uint8Array.from(input.template)]) }),
  extensions: { vector },
  startParams,
}).catch((error: unknown) => {
  fail(error);
  throw error;
});
if (input.folder !== undefined) makeDurable(database);

let queue = Promise.resolve();
port.on('message', (message: ToWorker) => {
  queue = queue.then(() => serve(message)).catch(fail);
});
answer({ type: 'ready' });

async function serve(message: ToWorker): Promise<void> {
  if (message instanceof Uint8Array) {
    const bytes = await database.execProtocolRaw(message);
    answer(bytes);
    const panic = findPanic(bytes);
    if (panic !== null) fail(new Error(panic));
  } else if (message.type === 'dump') {
    const dump = await database.dumpDataDir('none');
    answer({ type: 'dump', tar: new Uint8Array(await dump.arrayBuffer()) });
  } else {
    await database.close();
    port?.close();
  }
}

/** Emscripten's file system over Node's drops `fsync`; its stream operations have a place for one. */
function makeDurable({ Module }: PGlite): void {
  const nodeFiles: unknown = Reflect.get(Module.FS.filesystems, 'NODEFS');
  if (!hasStreamOperations(nodeFiles)) throw new Error('this PGlite has no NODEFS whose writes could be synced');
  nodeFiles.stream_ops.fsync = ({ nfd }) => {
    fdatasyncSync(nfd);
    return 0;
  };
}

interface NodeFiles {
  readonly stream_ops: { fsync?: (stream: { readonly nfd: number }) => number };
}

function hasStreamOperations(value: unknown): value is NodeFiles {
  return typeof value === 'object' && value !== null && 'stream_ops' in value;
}
