import type { FaultName } from '../world/faults.ts';

export type ToThread = { type: 'fault'; name: FaultName; on: boolean } | { type: 'stop' };

export type FromThread = { type: 'ready'; address: string } | { type: 'stopped' };
