import { settlementSeconds } from '../services/payments.ts';
import { paymentsMetrics as metrics, paymentsPool } from '../services/payments-metrics.ts';
import { chargeLatency, failureShare, poolSize, providerShare, providers, storeLatency } from '../world/behaviour.ts';
import { type Latency, meanSeconds, quantileSeconds, reshape } from '../world/latency.ts';
import type { Rates } from '../world/rates.ts';
import { releaseOf } from '../world/releases.ts';
import { type Flow, type JobHistory, type LatencyOf, together } from './job-history.ts';
import { processHistory } from './process-history.ts';

const overhead = { addSeconds: 0.001 };
const database = reshape(storeLatency.paymentsDb, overhead);
const withDatabase = (latency: Latency): Latency =>
  reshape(latency, { addSeconds: 0.001 + meanSeconds(storeLatency.paymentsDb) });
const provider = { normal: withDatabase(chargeLatency(false)), slow: withDatabase(chargeLatency(true)) };
const providerCall: LatencyOf = ({ faults }) => (faults.has('payments-latency') ? provider.slow : provider.normal);
// Roughly the longest of the requests that two minutes hold.
const longestQuantile = 0.99;

interface Endpoint {
  labels: Record<'method' | 'uri' | 'status' | 'outcome' | 'exception', string>;
  rate(rates: Rates): number;
  latency: LatencyOf;
}

const charge = { method: 'POST', uri: '/payments/charge' };
const success = { status: '200', outcome: 'SUCCESS', exception: 'none' };
const endpoints: readonly Endpoint[] = [
  { labels: { ...charge, ...success }, rate: ({ checkouts }) => checkouts.placed, latency: providerCall },
  {
    labels: { ...charge, status: '402', outcome: 'CLIENT_ERROR', exception: 'none' },
    rate: ({ checkouts }) => checkouts.declined,
    latency: providerCall,
  },
  {
    labels: { ...charge, status: '502', outcome: 'SERVER_ERROR', exception: 'ProviderUnavailable' },
    rate: ({ checkouts }) => checkouts.providerFailed,
    latency: providerCall,
  },
  {
    labels: { method: 'GET', uri: '/payments/{id}', ...success },
    rate: (rates) => rates.orderViews,
    latency: () => database,
  },
  {
    labels: { method: 'POST', uri: '/payments/refunds', ...success },
    rate: (rates) => rates.refunds,
    latency: providerCall,
  },
];

export function paymentsHistory(history: JobHistory, seed: string): void {
  const flows = endpoints.map((endpoint) => requests(history, endpoint));
  transactions(history);
  const [charged = new Float64Array(0)] = flows;
  history.counter(metrics.settled, {}, charged);
  saturation(history);
  history.gauge(metrics.info, { ...releaseOf('payments', 'current', seed) }, () => 1);
  processHistory(history, together(...flows), () => 0);
}

function requests(history: JobHistory, { labels, rate, latency }: Endpoint): Flow {
  const flow = history.flow(({ rates }) => rate(rates));
  history.histogram(metrics.requests, labels, flow, latency);
  const longest = new Map<Latency, number>();
  history.gauge(metrics.requestsMax, labels, (frame, index) => {
    if (!flow[index]) return 0;
    const known = latency(frame);
    const seconds = longest.get(known) ?? quantileSeconds(known, longestQuantile);
    longest.set(known, seconds);
    return seconds * (0.8 + 0.4 * history.random.next());
  });
  return flow;
}

function transactions(history: JobHistory): void {
  for (const name of providers) {
    const share = providerShare[name];
    const results: Record<string, (rates: Rates) => number> = {
      approved: ({ checkouts }) => checkouts.placed,
      declined: ({ checkouts }) => checkouts.declined,
      error: ({ checkouts, refunds }) => checkouts.providerFailed + refunds * failureShare.provider,
      refunded: ({ refunds }) => refunds * (1 - failureShare.provider),
    };
    for (const [result, rate] of Object.entries(results)) {
      const flow = history.flow(({ rates }) => rate(rates) * share);
      history.counter(metrics.transactions, { provider: name, result }, flow);
    }
  }
}

function saturation(history: JobHistory): void {
  const { random, timeline } = history;
  const pool = { pool_name: paymentsPool };
  const used = timeline.frames.map(({ rates }) => {
    const busy = (rates.checkouts.placed + rates.orderViews) * meanSeconds(storeLatency.paymentsDb);
    return Math.min(poolSize.payments, random.poisson(busy));
  });
  history.gauge(metrics.poolUsage, { ...pool, state: 'used' }, (_, index) => used[index] ?? 0);
  history.gauge(metrics.poolUsage, { ...pool, state: 'idle' }, (_, index) => poolSize.payments - (used[index] ?? 0));
  history.gauge(metrics.poolMax, pool, () => poolSize.payments);
  history.gauge(metrics.poolPending, pool, () => 0);
  history.gauge(metrics.activeRequests, {}, (frame) => {
    const { placed, declined } = frame.rates.checkouts;
    return random.poisson((placed + declined) * meanSeconds(providerCall(frame)));
  });
  history.gauge(metrics.settlementQueue, {}, (frame) => {
    // Any moment between two runs: samples at a multiple of the period would always show the same one.
    const sinceRun = settlementSeconds * random.next();
    return random.poisson(frame.rates.checkouts.placed * sinceRun);
  });
}
