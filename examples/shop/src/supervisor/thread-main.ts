import { parentPort, workerData } from 'node:worker_threads';
import { type RunningService, runService, type ServiceOptions } from '../services/run-service.ts';
import type { FromThread, ToThread } from './thread-messages.ts';

// Where a thread of the shop begins: it runs one service until it is told to stop. No top-level await: the bundle is CommonJS.
void main();

async function main(): Promise<void> {
  // Only startThread makes these workers, and it passes ServiceOptions.
  const service = await runService(workerData as ServiceOptions);
  parentPort?.on('message', (message: ToThread) => obey(message, service));
  tell({ type: 'ready', address: service.address });
}

async function obey(message: ToThread, service: RunningService): Promise<void> {
  if (message.type === 'fault') return service.setFault(message.name, message.on);
  await service.close();
  tell({ type: 'stopped' });
}

function tell(message: FromThread): void {
  parentPort?.postMessage(message);
}
