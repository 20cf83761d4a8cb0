import { type FaultName, faultNames, faults } from '../world/faults.ts';
import type { ServiceName } from '../world/releases.ts';
import type { Program } from './program.ts';

export interface FaultState {
  name: FaultName;
  service: ServiceName;
  on: boolean;
  effect: string;
}

export interface Switchboard {
  list(): FaultState[];
  /** Resolves when the fault is in force (for a deploy: when the new build runs). Setting it as it is does nothing. */
  set(name: FaultName, on: boolean): Promise<FaultState>;
}

const serviceOf: Record<FaultName, ServiceName> = {
  'checkout-errors': 'checkout',
  'payments-latency': 'payments',
  'cart-memory-leak': 'cart',
  'auth-deploy': 'auth',
};

export function createSwitchboard(programs: readonly Program[]): Switchboard {
  const active = new Set<FaultName>();
  const describe = (name: FaultName): FaultState => ({
    name,
    service: serviceOf[name],
    on: active.has(name),
    effect: faults[name],
  });
  // One change at a time: two deploys of the same program at once would fight over its port.
  let last: Promise<unknown> = Promise.resolve();
  const set = async (name: FaultName, on: boolean): Promise<FaultState> => {
    if (active.has(name) === on) return describe(name);
    await apply(name, on, programs);
    if (on) active.add(name);
    else active.delete(name);
    return describe(name);
  };
  return {
    list: () => faultNames.map(describe),
    set: (name, on) => {
      const result = last.then(() => set(name, on));
      last = result.catch(() => undefined);
      return result;
    },
  };
}

async function apply(name: FaultName, on: boolean, programs: readonly Program[]): Promise<void> {
  const program = programs.find((one) => one.name === serviceOf[name]);
  if (!program) throw new Error(`the shop has no program for the fault ${name}`);
  if (name === 'auth-deploy') await program.deploy(on ? 'next' : 'current', on ? [name] : []);
  else program.setFault(name, on);
}
