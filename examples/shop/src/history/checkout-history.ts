import { fulfilment } from '../services/checkout.ts';
import { checkoutMetrics as metrics } from '../services/checkout-metrics.ts';
import { averageOrderEuros, chargeLatency } from '../world/behaviour.ts';
import { latency, meanSeconds, mixture, reshape } from '../world/latency.ts';
import { releaseOf } from '../world/releases.ts';
import { type Flow, type JobHistory, type LatencyOf, together } from './job-history.ts';
import { processHistory } from './process-history.ts';

/** What auth, cart and the HTTP between them add to a charge. */
const aroundChargeSeconds = 0.019;
const normalCheckout = reshape(chargeLatency(false), { addSeconds: aroundChargeSeconds });
const slowCheckout = reshape(chargeLatency(true), { addSeconds: aroundChargeSeconds });
const quoteLatency = mixture([
  { share: 0.92, latency: latency(0.0014, 0.25) },
  { share: 0.08, latency: latency(0.014, 0.5) },
]);
const orderLatency = latency(0.0045, 0.35);
const paymentCall = (slow: boolean) =>
  mixture([
    { share: 0.55, latency: reshape(chargeLatency(slow), { addSeconds: 0.004 }) },
    { share: 0.45, latency: orderLatency },
  ]);
const paymentCalls = { normal: paymentCall(false), slow: paymentCall(true) };
const upstreams = { auth: latency(0.0055, 0.4), cart: latency(0.002, 0.8) };

export function checkoutHistory(history: JobHistory, seed: string): void {
  const checkouts = checkoutFlows(history);
  const quotes = {
    200: history.flow(({ rates }) => rates.quotes.answered),
    500: history.flow(({ rates }) => rates.quotes.failed),
  };
  const orders = { 200: history.flow(({ rates }) => rates.orderViews) };
  const slow: LatencyOf = ({ faults }) => (faults.has('payments-latency') ? slowCheckout : normalCheckout);
  const all = [
    route(history, { method: 'POST', route: '/checkout' }, checkouts, slow),
    route(history, { method: 'POST', route: '/quote' }, quotes, () => quoteLatency),
    route(history, { method: 'GET', route: '/orders/:id' }, orders, () => orderLatency),
  ];
  business(history, checkouts);
  upstreamCalls(history, checkouts, { quotes: together(quotes[200], quotes[500]), orders: orders[200] });
  history.gauge(metrics.inFlight, {}, (frame) => {
    const { placed, declined } = frame.rates.checkouts;
    return history.random.poisson((placed + declined) * meanSeconds(slow(frame)));
  });
  history.gauge(metrics.buildInfo, { ...releaseOf('checkout', 'current', seed) }, () => 1);
  processHistory(history, together(...all), () => 0);
}

type CheckoutFlows = Record<'201' | '402' | '500' | '502', Flow>;

function checkoutFlows(history: JobHistory): CheckoutFlows {
  return {
    201: history.flow(({ rates }) => rates.checkouts.placed),
    402: history.flow(({ rates }) => rates.checkouts.declined),
    500: history.flow(({ rates }) => rates.checkouts.failed),
    502: history.flow(({ rates }) => rates.checkouts.providerFailed),
  };
}

function route(
  history: JobHistory,
  labels: { method: string; route: string },
  flows: Record<string, Flow>,
  latencyOf: LatencyOf,
): Flow {
  for (const [status, flow] of Object.entries(flows)) history.counter(metrics.requests, { ...labels, status }, flow);
  const all = together(...Object.values(flows));
  history.histogram(metrics.duration, labels, all, latencyOf);
  return all;
}

function business(history: JobHistory, flows: CheckoutFlows): void {
  const { random } = history;
  history.counter(metrics.orders, { result: 'placed' }, flows[201]);
  history.counter(metrics.orders, { result: 'declined' }, flows[402]);
  history.counter(metrics.orders, { result: 'failed' }, together(flows[500], flows[502]));
  const euros = flows[201].map((orders) => orders * averageOrderEuros * Math.max(0.2, 1 + 0.2 * random.normal()));
  history.counter(metrics.revenue, { currency: 'EUR' }, euros);
  history.counter(metrics.fulfilled, { queue: fulfilment.queue }, flows[201]);
  history.gauge(metrics.queueDepth, { queue: fulfilment.queue }, ({ rates }) => {
    const load = Math.min(0.95, (rates.checkouts.placed * meanSeconds(fulfilment.duration)) / fulfilment.workers);
    return random.poisson((load * load) / (1 - load));
  });
}

function upstreamCalls(history: JobHistory, checkouts: CheckoutFlows, others: { quotes: Flow; orders: Flow }): void {
  const all = together(...Object.values(checkouts));
  const charged = together(checkouts[201], checkouts[402]);
  const answered = {
    auth: all,
    cart: together(all, others.quotes, checkouts[201]),
    payments: together(charged, others.orders),
  };
  for (const [upstream, flow] of Object.entries(answered)) {
    history.counter(metrics.upstreamRequests, { upstream, outcome: 'answered' }, flow);
  }
  history.counter(metrics.upstreamRequests, { upstream: 'payments', outcome: 'error' }, checkouts[502]);
  history.histogram(metrics.upstreamDuration, { upstream: 'auth' }, answered.auth, () => upstreams.auth);
  history.histogram(metrics.upstreamDuration, { upstream: 'cart' }, answered.cart, () => upstreams.cart);
  const payments = together(answered.payments, checkouts[502]);
  history.histogram(metrics.upstreamDuration, { upstream: 'payments' }, payments, ({ faults }) =>
    faults.has('payments-latency') ? paymentCalls.slow : paymentCalls.normal,
  );
}
