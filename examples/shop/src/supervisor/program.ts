import { setTimeout as wait } from 'node:timers/promises';
import type { Counter, Gauge } from 'prom-client';
import type { PeerAddresses } from '../services/call-peer.ts';
import { loopback } from '../services/run-service.ts';
import type { FaultName } from '../world/faults.ts';
import { type ReleaseStage, releaseOf, type ServiceName } from '../world/releases.ts';
import { startThread, type Thread } from './thread.ts';

const crashPauseMs = 1000;

/** One service under supervision: keeps its port over restarts. */
export interface Program {
  readonly name: ServiceName;
  readonly address: string;
  setFault(fault: FaultName, on: boolean): void;
  /** Ends the running build and starts another, with `faults` on from its first moment. */
  deploy(stage: ReleaseStage, faults: readonly FaultName[]): Promise<void>;
  stop(): Promise<void>;
}

interface ProgramOptions {
  name: ServiceName;
  seed: string;
  addresses: PeerAddresses;
  program: string;
  restarts: Counter<'program' | 'reason'>;
  up: Gauge<'program'>;
}

export async function startProgram(options: ProgramOptions): Promise<Program> {
  const { name, seed, addresses, restarts, up } = options;
  let stage: ReleaseStage = 'current';
  const active = new Set<FaultName>();
  let stopped = false;
  let port = 0;
  const begin = async (): Promise<Thread> => {
    const service = { name, port, addresses, seed, release: releaseOf(name, stage, seed), faults: [...active] };
    const started = await startThread({ program: options.program, service, onCrash });
    up.set({ program: name }, 1);
    return started;
  };
  const onCrash = async (error: Error | null): Promise<void> => {
    console.error(`${name} ended unexpectedly and is started again`, error);
    up.set({ program: name }, 0);
    await wait(crashPauseMs);
    if (stopped) return;
    restarts.inc({ program: name, reason: 'crash' });
    thread = await begin();
  };
  let thread = await begin();
  port = Number(thread.address.slice(loopback.length + 1));
  for (const reason of ['deploy', 'crash']) restarts.inc({ program: name, reason }, 0);
  return {
    name,
    address: thread.address,
    setFault: (fault, on) => {
      if (on) active.add(fault);
      else active.delete(fault);
      thread.send({ type: 'fault', name: fault, on });
    },
    deploy: async (next, faults) => {
      stage = next;
      active.clear();
      for (const fault of faults) active.add(fault);
      up.set({ program: name }, 0);
      await thread.stop();
      restarts.inc({ program: name, reason: 'deploy' });
      thread = await begin();
    },
    stop: async () => {
      stopped = true;
      await thread.stop();
    },
  };
}
