import { setTimeout as wait } from 'node:timers/promises';
import { createPeerCaller, type PeerAddresses } from '../services/call-peer.ts';
import { visitsPerSecond } from '../world/demand.ts';
import { createRandom } from '../world/random.ts';
import { customerVisit } from './customer-visit.ts';

const timeoutMs = 10_000;
/** Enough for a slow shop; beyond it new customers stay away instead of piling up. */
const openVisitsLimit = 400;

export interface Traffic {
  stop(): void;
}

/** Plays customers against the shop: visits begin at random moments at the rate the daily demand gives. */
export function startTraffic(options: { addresses: PeerAddresses; seed: string }): Traffic {
  const { addresses, seed } = options;
  const random = createRandom(`${seed}/traffic`);
  const peers = createPeerCaller({ addresses, timeoutMs });
  const abort = new AbortController();
  let openVisits = 0;
  const think = (seconds: number) => wait(seconds * 1000, undefined, { signal: abort.signal });
  const run = async (): Promise<void> => {
    for (;;) {
      await think(-Math.log(1 - random.next()) / visitsPerSecond(Date.now(), seed));
      if (openVisits >= openVisitsLimit) continue;
      openVisits += 1;
      customerVisit({ callPeer: peers.callPeer, random, think })
        .catch(onlyAbort)
        .finally(() => {
          openVisits -= 1;
        });
    }
  };
  run().catch(onlyAbort);
  return {
    stop: () => {
      abort.abort();
      peers.close();
    },
  };
}

function onlyAbort(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}
