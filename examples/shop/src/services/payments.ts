import { createInstruments } from '../metrics/definition.ts';
import { createNativeHistogram, type NativeHistogram } from '../metrics/native-histogram.ts';
import {
  failureShare,
  type Provider,
  poolSize,
  providerLatency,
  providerShare,
  providers,
  storeLatency,
} from '../world/behaviour.ts';
import { drawSeconds } from '../world/latency.ts';
import { paymentsLabels, paymentsMetrics, paymentsPool, providerDuration } from './payments-metrics.ts';
import { createPool, type Pool } from './pool.ts';
import { createRecentMaximum } from './recent-maximum.ts';
import type { Service, ServiceDependencies, ServiceKind, ServiceReply, ServiceRequest } from './service.ts';

/** Approved payments are handed to the bank together, every so many seconds. */
export const settlementSeconds = 20;
const keptPayments = 2000;

type Dependencies = ServiceDependencies & {
  payments: Map<string, Provider>;
  unsettled: { count: number };
  pool: Pool;
  providerSeconds: NativeHistogram;
  instruments: ReturnType<typeof instrument>;
};

/** Charges and refunds through one of three payment providers. */
export const payments: ServiceKind = { name: 'payments', constantLabels: paymentsLabels, create: createPayments };

function createPayments(base: ServiceDependencies): Service {
  const state = { payments: new Map<string, Provider>(), unsettled: { count: 0 }, pool: createPool(poolSize.payments) };
  const providerSeconds = createNativeHistogram(providerDuration);
  const deps: Dependencies = { ...base, ...state, providerSeconds, instruments: instrument(base, state) };
  const settlement = setInterval(() => {
    deps.instruments.settled.inc(state.unsettled.count);
    state.unsettled.count = 0;
  }, settlementSeconds * 1000);
  return {
    handle: (request) => measured(request, deps),
    nativeHistograms: [providerSeconds],
    close: () => clearInterval(settlement),
  };
}

function instrument(base: ServiceDependencies, { pool, unsettled }: Pick<Dependencies, 'pool' | 'unsettled'>) {
  const create = createInstruments(base.registry);
  const longest = createRecentMaximum({ windowMs: 120_000, now: base.now });
  create.gauge(paymentsMetrics.info).set(base.release, 1);
  create.gauge(paymentsMetrics.poolMax).set({ pool_name: paymentsPool }, pool.size);
  create.gauge(paymentsMetrics.poolPending, (gauge) => gauge.set({ pool_name: paymentsPool }, pool.waiting()));
  create.gauge(paymentsMetrics.settlementQueue, (gauge) => gauge.set(unsettled.count));
  create.gauge(paymentsMetrics.poolUsage, (gauge) => {
    gauge.set({ pool_name: paymentsPool, state: 'used' }, pool.inUse());
    gauge.set({ pool_name: paymentsPool, state: 'idle' }, pool.size - pool.inUse());
  });
  create.gauge(paymentsMetrics.requestsMax, (gauge) => {
    for (const { labels, value } of longest.read()) gauge.set(labels, value);
  });
  return {
    longest,
    requests: create.histogram(paymentsMetrics.requests),
    activeRequests: create.gauge(paymentsMetrics.activeRequests),
    transactions: create.counter(paymentsMetrics.transactions),
    settled: create.counter(paymentsMetrics.settled),
  };
}

interface Outcome {
  status: number;
  fields?: ServiceReply['fields'];
  exception?: string;
}

async function measured(request: ServiceRequest, deps: Dependencies): Promise<ServiceReply> {
  const { instruments } = deps;
  const stop = instruments.requests.startTimer();
  instruments.activeRequests.inc();
  const { uri, work } = route(request);
  const { status, fields = {}, exception = 'none' } = await work(request, deps);
  instruments.activeRequests.dec();
  const labels = { method: request.method, uri, status: String(status), outcome: outcomeOf(status), exception };
  instruments.longest.add(labels, stop(labels));
  return { status, fields };
}

function route({ method, path }: ServiceRequest): { uri: string; work: typeof charge } {
  if (method === 'POST' && path === '/payments/charge') return { uri: path, work: charge };
  if (method === 'POST' && path === '/payments/refunds') return { uri: path, work: refund };
  if (method === 'GET' && path.startsWith('/payments/')) return { uri: '/payments/{id}', work: show };
  return { uri: 'UNKNOWN', work: async () => ({ status: 404 }) };
}

function outcomeOf(status: number): string {
  if (status < 400) return 'SUCCESS';
  return status < 500 ? 'CLIENT_ERROR' : 'SERVER_ERROR';
}

async function charge(_: ServiceRequest, deps: Dependencies): Promise<Outcome> {
  const provider = chooseProvider(deps);
  const failed = await callProvider(provider, deps);
  const declined = !failed && deps.random.chance(failureShare.declined);
  const result = failed ? 'error' : declined ? 'declined' : 'approved';
  deps.instruments.transactions.inc({ provider, result });
  if (failed) return { status: 502, exception: 'ProviderUnavailable' };
  if (declined) return { status: 402 };
  await database(deps);
  const id = `p-${deps.random.below(2 ** 32).toString(36)}`;
  remember(id, provider, deps);
  deps.unsettled.count += 1;
  return { status: 200, fields: { id } };
}

async function refund(_: ServiceRequest, deps: Dependencies): Promise<Outcome> {
  const provider = chooseProvider(deps);
  const failed = await callProvider(provider, deps);
  deps.instruments.transactions.inc({ provider, result: failed ? 'error' : 'refunded' });
  return failed ? { status: 502, exception: 'ProviderUnavailable' } : { status: 200 };
}

async function show({ path }: ServiceRequest, deps: Dependencies): Promise<Outcome> {
  await database(deps);
  const provider = deps.payments.get(path.slice('/payments/'.length));
  return provider ? { status: 200, fields: { provider } } : { status: 404 };
}

async function callProvider(provider: Provider, deps: Dependencies): Promise<boolean> {
  const seconds = drawSeconds(providerLatency(provider, deps.hasFault('payments-latency')), deps.random);
  await deps.sleep(seconds);
  deps.providerSeconds.observe({ provider }, seconds);
  return deps.random.chance(failureShare.provider);
}

function chooseProvider({ random }: Dependencies): Provider {
  let rest = random.next();
  for (const provider of providers) {
    rest -= providerShare[provider];
    if (rest < 0) return provider;
  }
  return 'cardstream';
}

function database({ pool, sleep, random }: Dependencies): Promise<void> {
  return pool.use(() => sleep(drawSeconds(storeLatency.paymentsDb, random)));
}

function remember(id: string, provider: Provider, deps: Dependencies): void {
  deps.payments.set(id, provider);
  const oldest = deps.payments.keys().next().value;
  if (deps.payments.size > keptPayments && oldest !== undefined) deps.payments.delete(oldest);
}
