import { createInstruments } from '../metrics/definition.ts';
import { failureShare, faultEffect, poolSize, storeLatency } from '../world/behaviour.ts';
import { drawSeconds } from '../world/latency.ts';
import { type CartHandler, cartLabels, cartMetrics } from './cart-metrics.ts';
import { createPool, type Pool } from './pool.ts';
import {
  numberField,
  type Service,
  type ServiceDependencies,
  type ServiceKind,
  type ServiceReply,
  type ServiceRequest,
  textField,
} from './service.ts';

type Cart = Map<string, number>;

export const cacheName = 'carts';
const cacheCapacity = 150;

type Dependencies = ServiceDependencies & {
  store: Map<string, Cart>;
  /** Least recently used first: a Map keeps insertion order. */
  cache: Map<string, Cart>;
  leaked: ArrayBuffer[];
  pool: Pool;
  instruments: ReturnType<typeof instrument>;
};

/** Keeps carts in a store behind a small cache. */
export const cart: ServiceKind = { name: 'cart', constantLabels: cartLabels, create: createCart };

function createCart(base: ServiceDependencies): Service {
  const state = { store: new Map<string, Cart>(), cache: new Map<string, Cart>(), pool: createPool(poolSize.cart) };
  const leaked: ArrayBuffer[] = [];
  const deps: Dependencies = { ...base, ...state, leaked, instruments: instrument(base, state) };
  return {
    handle: (request) => measured(request, deps),
    recover: (fault) => {
      if (fault !== 'cart-memory-leak') return;
      // Transferred away, memory is free at once; dropped, it would wait for a collection that a quiet service puts off.
      for (const buffer of leaked.splice(0)) buffer.transfer(0);
    },
  };
}

function instrument(
  { registry, release }: ServiceDependencies,
  { store, cache, pool }: Pick<Dependencies, 'store' | 'cache' | 'pool'>,
) {
  const create = createInstruments(registry);
  create.gauge(cartMetrics.buildInfo).set({ version: release.version, git_sha: release.commit }, 1);
  create.gauge(cartMetrics.poolMax).set(pool.size);
  create.gauge(cartMetrics.poolInUse, (gauge) => gauge.set(pool.inUse()));
  create.gauge(cartMetrics.activeCarts, (gauge) => gauge.set(store.size));
  create.gauge(cartMetrics.cacheEntries, (gauge) => gauge.set({ cache: cacheName }, cache.size));
  return {
    requests: create.counter(cartMetrics.requests),
    duration: create.histogram(cartMetrics.duration),
    inFlight: create.gauge(cartMetrics.inFlight),
    cacheHits: create.counter(cartMetrics.cacheHits),
    cacheMisses: create.counter(cartMetrics.cacheMisses),
    itemsAdded: create.counter(cartMetrics.itemsAdded),
  };
}

const handlers: Record<string, CartHandler> = {
  GET: 'get_cart',
  POST: 'add_item',
  PUT: 'remove_item',
  DELETE: 'clear_cart',
};

async function measured(request: ServiceRequest, deps: Dependencies): Promise<ServiceReply> {
  const handler = handlers[request.method];
  const customer = /^\/carts\/([\w-]+)$/.exec(request.path)?.[1];
  if (!handler || !customer) return { status: 404, fields: {} };
  const { instruments } = deps;
  instruments.inFlight.inc();
  const stop = instruments.duration.startTimer({ handler });
  leakSome(deps);
  const broken = deps.random.chance(failureShare.cartInternal);
  const reply = broken
    ? { status: 500, fields: { error: 'the cart store closed the connection' } }
    : await answer(handler, { customer, request, deps });
  stop();
  instruments.inFlight.dec();
  instruments.requests.inc({ handler, code: String(reply.status) });
  return reply;
}

async function answer(
  handler: CartHandler,
  { customer, request, deps }: { customer: string; request: ServiceRequest; deps: Dependencies },
): Promise<ServiceReply> {
  const items = await load(customer, deps);
  if (handler === 'add_item') {
    items.set(textField(request.fields, 'item'), numberField(request.fields, 'priceEuros'));
    deps.instruments.itemsAdded.inc();
  }
  if (handler === 'remove_item') items.delete(textField(request.fields, 'item'));
  if (handler === 'clear_cart') items.clear();
  if (handler !== 'get_cart') await save(customer, items, deps);
  return { status: 200, fields: { items: items.size, totalEuros: totalOf(items) } };
}

async function load(customer: string, deps: Dependencies): Promise<Cart> {
  const { cache, store, pool, instruments } = deps;
  const cached = cache.get(customer);
  (cached ? instruments.cacheHits : instruments.cacheMisses).inc({ cache: cacheName });
  if (!cached) await pool.use(() => deps.sleep(drawSeconds(storeLatency.cartStore, deps.random)));
  const items: Cart = cached ?? store.get(customer) ?? new Map();
  cache.delete(customer);
  cache.set(customer, items);
  const oldest = cache.keys().next().value;
  if (cache.size > cacheCapacity && oldest !== undefined) cache.delete(oldest);
  return items;
}

async function save(customer: string, items: Cart, { store, pool, random, sleep }: Dependencies): Promise<void> {
  await pool.use(() => sleep(drawSeconds(storeLatency.cartWrite, random)));
  if (items.size === 0) store.delete(customer);
  else store.set(customer, items);
}

function totalOf(items: Cart): number {
  const cents = [...items.values()].reduce((sum, euros) => sum + Math.round(euros * 100), 0);
  return cents / 100;
}

function leakSome({ hasFault, leaked }: Dependencies): void {
  if (!hasFault('cart-memory-leak')) return;
  if (leaked.length * faultEffect.leakBytesPerRequest >= faultEffect.leakLimitBytes) return;
  const buffer = new ArrayBuffer(faultEffect.leakBytesPerRequest);
  // Filled with ones: untouched zero pages would not count as resident.
  new Uint8Array(buffer).fill(1);
  leaked.push(buffer);
}
