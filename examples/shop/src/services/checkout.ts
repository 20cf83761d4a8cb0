import { createInstruments } from '../metrics/definition.ts';
import { failureShare, faultEffect } from '../world/behaviour.ts';
import { drawSeconds, latency } from '../world/latency.ts';
import type { ServiceName } from '../world/releases.ts';
import type { PeerCall, PeerOutcome } from './call-peer.ts';
import { checkoutLabels, checkoutMetrics } from './checkout-metrics.ts';
import {
  numberField,
  type Service,
  type ServiceDependencies,
  type ServiceKind,
  type ServiceReply,
  type ServiceRequest,
  textField,
} from './service.ts';

interface Order {
  id: string;
  paymentId: string;
  totalEuros: number;
}

/** Seconds that one order keeps a fulfilment worker busy. */
export const fulfilment = { queue: 'fulfilment', workers: 2, duration: latency(0.9, 0.4) };

const keptOrders = 2000;

/** Takes orders: checks the token with auth, reads the cart, charges through payments, empties the cart. */
export const checkout: ServiceKind = { name: 'checkout', constantLabels: checkoutLabels, create: createCheckout };

type Dependencies = ServiceDependencies & {
  instruments: ReturnType<typeof instrument>;
  orders: Map<string, Order>;
  waiting: Order[];
};

function createCheckout(base: ServiceDependencies): Service {
  const waiting: Order[] = [];
  const deps: Dependencies = { ...base, instruments: instrument(base, waiting), orders: new Map(), waiting };
  const stopFulfilment = startFulfilment(deps);
  return { handle: (request) => measured(request, deps), close: stopFulfilment };
}

function instrument({ registry, release }: ServiceDependencies, waiting: Order[]) {
  const create = createInstruments(registry);
  create.gauge(checkoutMetrics.buildInfo).set(release, 1);
  create.gauge(checkoutMetrics.queueDepth, (gauge) => gauge.set({ queue: fulfilment.queue }, waiting.length));
  const orders = create.counter(checkoutMetrics.orders);
  for (const result of ['placed', 'declined', 'failed']) orders.inc({ result }, 0);
  return {
    orders,
    requests: create.counter(checkoutMetrics.requests),
    duration: create.histogram(checkoutMetrics.duration),
    inFlight: create.gauge(checkoutMetrics.inFlight),
    revenue: create.counter(checkoutMetrics.revenue),
    fulfilled: create.counter(checkoutMetrics.fulfilled),
    upstreamRequests: create.counter(checkoutMetrics.upstreamRequests),
    upstreamDuration: create.histogram(checkoutMetrics.upstreamDuration),
  };
}

const routes: Record<string, (request: ServiceRequest, deps: Dependencies) => Promise<ServiceReply>> = {
  'POST /checkout': placeOrder,
  'POST /quote': quote,
  'GET /orders/:id': showOrder,
};

async function measured(request: ServiceRequest, deps: Dependencies): Promise<ServiceReply> {
  const { instruments } = deps;
  const path = request.path.startsWith('/orders/') ? '/orders/:id' : request.path;
  const handler = routes[`${request.method} ${path}`];
  const labels = { method: request.method, route: handler ? path : 'unknown' };
  const stop = instruments.duration.startTimer(labels);
  instruments.inFlight.inc();
  const reply = handler ? await handler(request, deps).catch(asServerError) : { status: 404, fields: {} };
  instruments.inFlight.dec();
  stop();
  instruments.requests.inc({ ...labels, status: String(reply.status) });
  if (labels.route === '/checkout') instruments.orders.inc({ result: orderResult(reply.status) });
  return reply;
}

function asServerError(error: unknown): ServiceReply {
  return { status: 500, fields: { error: error instanceof Error ? error.message : String(error) } };
}

function orderResult(status: number): string {
  if (status === 201) return 'placed';
  return status === 402 ? 'declined' : 'failed';
}

async function placeOrder({ fields }: ServiceRequest, deps: Dependencies): Promise<ServiceReply> {
  const verified = await upstream('auth', { method: 'POST', path: '/VerifyToken', fields }, deps);
  if (verified.outcome !== 'answered') return { status: 503, fields: { error: 'auth does not answer' } };
  if (verified.reply.status !== 200) return { status: 401, fields: { error: 'the session has ended' } };
  const customer = textField(verified.reply.fields, 'user');
  const totalEuros = await cartTotal(customer, deps);
  if (totalEuros === null) return { status: 503, fields: { error: 'cart does not answer' } };
  failSometimes(deps, failureShare.checkout, faultEffect.checkoutErrorShare);
  const charge = { customer, amountEuros: totalEuros };
  const paid = await upstream('payments', { method: 'POST', path: '/payments/charge', fields: charge }, deps);
  if (paid.outcome !== 'answered') return { status: 504, fields: { error: 'payments does not answer' } };
  if (paid.reply.status === 402) return { status: 402, fields: { error: 'the payment was declined' } };
  if (paid.reply.status !== 200) return { status: 502, fields: { error: 'the payment failed' } };
  const order = {
    id: `o-${deps.now()}-${deps.random.below(1e6)}`,
    paymentId: textField(paid.reply.fields, 'id'),
    totalEuros,
  };
  keepOrder(order, deps);
  await upstream('cart', { method: 'DELETE', path: `/carts/${customer}` }, deps);
  return { status: 201, fields: { orderId: order.id, paymentId: order.paymentId } };
}

function keepOrder(order: Order, { orders, waiting, instruments }: Dependencies): void {
  orders.set(order.id, order);
  waiting.push(order);
  instruments.revenue.inc({ currency: 'EUR' }, order.totalEuros);
  const oldest = orders.keys().next().value;
  if (orders.size > keptOrders && oldest !== undefined) orders.delete(oldest);
}

async function quote({ fields }: ServiceRequest, deps: Dependencies): Promise<ServiceReply> {
  const totalEuros = await cartTotal(textField(fields, 'user'), deps);
  if (totalEuros === null) return { status: 503, fields: { error: 'cart does not answer' } };
  failSometimes(deps, 0, faultEffect.quoteErrorShare);
  return { status: 200, fields: { shippingEuros: totalEuros > 50 ? 0 : 4.9 } };
}

async function showOrder({ path }: ServiceRequest, deps: Dependencies): Promise<ServiceReply> {
  const order = deps.orders.get(path.slice('/orders/'.length));
  if (!order) return { status: 404, fields: {} };
  const payment = await upstream('payments', { method: 'GET', path: `/payments/${order.paymentId}` }, deps);
  const known = payment.outcome === 'answered' && payment.reply.status === 200;
  return { status: 200, fields: { id: order.id, totalEuros: order.totalEuros, paid: known } };
}

async function cartTotal(customer: string, deps: Dependencies): Promise<number | null> {
  const cart = await upstream('cart', { method: 'GET', path: `/carts/${customer}` }, deps);
  if (cart.outcome !== 'answered' || cart.reply.status !== 200) return null;
  return numberField(cart.reply.fields, 'totalEuros');
}

async function upstream(peer: ServiceName, call: PeerCall, deps: Dependencies): Promise<PeerOutcome> {
  const result = await deps.callPeer(peer, call);
  const outcome = result.outcome === 'answered' && result.reply.status >= 500 ? 'error' : result.outcome;
  deps.instruments.upstreamRequests.inc({ upstream: peer, outcome });
  deps.instruments.upstreamDuration.observe({ upstream: peer }, result.seconds);
  return result;
}

function failSometimes(deps: Dependencies, usualShare: number, faultyShare: number): void {
  const faulty = deps.hasFault('checkout-errors');
  if (deps.random.chance(faulty ? faultyShare : usualShare)) throw new Error('no tax rule for this delivery country');
}

function startFulfilment(deps: Dependencies): () => void {
  let open = true;
  const work = async (): Promise<void> => {
    while (open) {
      const order = deps.waiting.shift();
      await deps.sleep(order ? drawSeconds(fulfilment.duration, deps.random) : 0.2);
      if (order) deps.instruments.fulfilled.inc({ queue: fulfilment.queue });
    }
  };
  for (let worker = 0; worker < fulfilment.workers; worker += 1) void work();
  return () => {
    open = false;
  };
}
