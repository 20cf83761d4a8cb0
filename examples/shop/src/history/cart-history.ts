import { cacheName } from '../services/cart.ts';
import { type CartHandler, cartMetrics as metrics } from '../services/cart-metrics.ts';
import { failureShare, faultEffect, poolSize, storeLatency } from '../world/behaviour.ts';
import { type Latency, latency, meanSeconds, mixture, reshape } from '../world/latency.ts';
import type { Rates } from '../world/rates.ts';
import { releaseOf } from '../world/releases.ts';
import { type JobHistory, together } from './job-history.ts';
import { processHistory } from './process-history.ts';

// Measured on the running shop: most first accesses of a visit miss the cache, and those add items.
const hitShare = 0.86;
const usualCarts = 180;
const cacheEntries = 150;
const leakSeconds = 5 * 3600;

const written = reshape(storeLatency.cartWrite, { addSeconds: 0.0005 });
const latencies: Record<CartHandler, Latency> = {
  get_cart: latency(0.00003, 0.6),
  add_item: mixture([
    { share: 0.7, latency: written },
    { share: 0.3, latency: reshape(storeLatency.cartStore, { addSeconds: meanSeconds(written) }) },
  ]),
  remove_item: written,
  clear_cart: written,
};
const rateOf: Record<CartHandler, (rates: Rates) => number> = {
  get_cart: (rates) => rates.cart.read,
  add_item: (rates) => rates.cart.add,
  remove_item: (rates) => rates.cart.remove,
  clear_cart: (rates) => rates.cart.clear,
};
// The keys of a literal record are exactly its handlers.
const handlers = Object.keys(rateOf) as CartHandler[];

export function cartHistory(history: JobHistory, seed: string): void {
  const { random } = history;
  const all = handlers.map((handler) => requests(history, handler));
  const hits = history.flow(({ rates }) => accesses(rates) * hitShare);
  const misses = history.flow(({ rates }) => accesses(rates) * (1 - hitShare));
  history.counter(metrics.cacheHits, { cache: cacheName }, hits);
  history.counter(metrics.cacheMisses, { cache: cacheName }, misses);
  history.gauge(metrics.cacheEntries, { cache: cacheName }, () => cacheEntries);
  history.gauge(metrics.activeCarts, {}, () => Math.round(usualCarts * (1 + 0.05 * random.normal())));
  const busy = ({ rates }: { rates: Rates }): number => rates.cart.add * meanSeconds(latencies.add_item);
  history.gauge(metrics.inFlight, {}, (frame) => random.poisson(busy(frame)));
  history.gauge(metrics.poolInUse, {}, (frame) => Math.min(poolSize.cart, random.poisson(busy(frame))));
  history.gauge(metrics.poolMax, {}, () => poolSize.cart);
  const { version, commit } = releaseOf('cart', 'current', seed);
  history.gauge(metrics.buildInfo, { version, git_sha: commit }, () => 1);
  processHistory(history, together(...all), (atMs) => {
    const share = history.timeline.lasting('cart-memory-leak', atMs) / leakSeconds;
    return Math.min(1, share) * faultEffect.leakLimitBytes;
  });
}

function accesses(rates: Rates): number {
  return handlers.reduce((sum, handler) => sum + rateOf[handler](rates), 0);
}

function requests(history: JobHistory, handler: CartHandler): ReturnType<typeof together> {
  const answered = history.flow(({ rates }) => rateOf[handler](rates) * (1 - failureShare.cartInternal));
  const failed = history.flow(({ rates }) => rateOf[handler](rates) * failureShare.cartInternal);
  const all = together(answered, failed);
  history.counter(metrics.requests, { handler, code: '200' }, answered);
  history.counter(metrics.requests, { handler, code: '500' }, failed);
  history.histogram(metrics.duration, { handler }, all, () => latencies[handler]);
  if (handler === 'add_item') history.counter(metrics.itemsAdded, {}, answered);
  return all;
}
