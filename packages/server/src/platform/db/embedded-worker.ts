import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import type { FromWorker, ToWorker, WorkerInput } from './embedded-postgres.ts';

// The other side of `embedded-postgres.ts`: only that file starts this worker, so its data has that shape.
const input = workerData as WorkerInput;
const port = parentPort;
if (port === null) throw new Error('embedded-worker runs as a worker thread only');

const answer = (message: FromWorker) => port.postMessage(message);
const fail = (error: unknown) =>
  answer({ type: 'failed', message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });

// Messages wait in the port until a listener is attached, so that nothing sent while starting is lost.
const database = await PGlite.create({
  ...(input.folder === undefined ? {} : { dataDir: input.folder }),
  ...(input.template === undefined ? {} : { loadDataDir: new Blob([Uint8Array.from(input.template)]) }),
  extensions: { vector },
}).catch((error: unknown) => {
  fail(error);
  throw error;
});

let queue = Promise.resolve();
port.on('message', (message: ToWorker) => {
  queue = queue.then(() => serve(message)).catch(fail);
});
answer({ type: 'ready' });

async function serve(message: ToWorker): Promise<void> {
  if (message instanceof Uint8Array) {
    answer(await database.execProtocolRaw(message));
  } else if (message.type === 'dump') {
    const dump = await database.dumpDataDir('none');
    answer({ type: 'dump', tar: new Uint8Array(await dump.arrayBuffer()) });
  } else {
    await database.close();
    port?.close();
  }
}
