import { Registry } from 'prom-client';
import { createInstruments } from '../metrics/definition.ts';
import type { PeerAddresses } from '../services/call-peer.ts';
import { startTraffic } from '../traffic/traffic.ts';
import { defaultSeed } from '../world/random.ts';
import { type ServiceName, serviceNames } from '../world/releases.ts';
import { publishAdminAddress } from './admin-address.ts';
import { startAdminServer } from './admin-server.ts';
import { type Program, startProgram } from './program.ts';
import { type JobName, prometheusConfig, ruleFileName, scrapeLabels, type Target } from './prometheus-config.ts';
import { ruleFile } from './rules.ts';
import { supervisorMetrics } from './supervisor-metrics.ts';
import { createSwitchboard, type Switchboard } from './switchboard.ts';
import { bundleThreadProgram } from './thread.ts';

export interface Shop {
  targets: Target[];
  /** `http://host:port` of the fault switches. */
  adminUrl: string;
  faults: Switchboard;
  /** Prometheus configuration (YAML) that scrapes every target; write `ruleFile` beside it as `ruleFileName`. */
  prometheusConfig(scrapeIntervalSeconds: number): string;
  ruleFile: string;
  ruleFileName: string;
  stop(): Promise<void>;
}

export interface ShopOptions {
  /** Port of the fault switches; any free one by default. */
  faultsPort?: number;
  /** Same seed, same customers, latencies, failures and commit SHAs. */
  seed?: string;
  /** Where `shop fault` finds the switches; null publishes them nowhere. */
  adminFile?: string | null;
}

/**
 * Starts the five services, each in a thread of this process, the customers and the fault switches, all on free loopback ports.
 * Rejects, with everything stopped again, when one cannot start.
 */
export async function startShop(options: ShopOptions = {}): Promise<Shop> {
  const { faultsPort = 0, seed = defaultSeed, adminFile } = options;
  const registry = new Registry();
  const cleanups: (() => Promise<void> | void)[] = [];
  const stop = async (): Promise<void> => {
    // Last started, first stopped: customers leave before the services close.
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  };
  try {
    const programs = await startPrograms({ seed, registry, cleanups });
    const switchboard = createSwitchboard(programs);
    const admin = await startAdminServer(faultsPort, { switchboard, registry });
    cleanups.push(admin.close);
    const adminUrl = `http://${admin.address}`;
    if (adminFile !== null) cleanups.push(publishAdminAddress(adminUrl, adminFile));
    const targets = [
      ...programs.map(({ name, address }) => target(name, address)),
      target('shop-supervisor', admin.address),
    ];
    return {
      targets,
      adminUrl,
      faults: switchboard,
      prometheusConfig: (scrapeIntervalSeconds) => prometheusConfig(targets, scrapeIntervalSeconds),
      ruleFile,
      ruleFileName,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function target(job: JobName, address: string): Target {
  return { job, address, labels: scrapeLabels[job] };
}

async function startPrograms(options: {
  seed: string;
  registry: Registry;
  cleanups: (() => Promise<void> | void)[];
}): Promise<Program[]> {
  const { seed, registry, cleanups } = options;
  const program = bundleThreadProgram();
  const create = createInstruments(registry);
  const restarts = create.counter(supervisorMetrics.restarts);
  const up = create.gauge(supervisorMetrics.up);
  const begin = async (name: ServiceName, addresses: PeerAddresses): Promise<Program> => {
    const started = await startProgram({ name, seed, addresses, program, restarts, up });
    cleanups.push(started.stop);
    return started;
  };
  const peers = await Promise.all(serviceNames.filter((name) => name !== 'checkout').map((name) => begin(name, {})));
  const addresses = Object.fromEntries(peers.map((peer) => [peer.name, peer.address]));
  const checkout = await begin('checkout', addresses);
  const traffic = startTraffic({ seed, addresses: { ...addresses, checkout: checkout.address } });
  cleanups.push(traffic.stop);
  return [checkout, ...peers];
}
