import { counter, gauge, histogram } from '../metrics/definition.ts';

/** Style: the service names itself in a label `service` on everything it exposes; HTTP labels method, route, status. */
export const checkoutLabels = { service: 'checkout' };

export const checkoutMetrics = {
  requests: counter('http_requests_total', 'HTTP requests answered', ['method', 'route', 'status']),
  duration: histogram(
    'http_request_duration_seconds',
    'Time from receiving an HTTP request to its answer',
    ['method', 'route'],
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  ),
  inFlight: gauge('http_requests_in_flight', 'HTTP requests being worked on'),
  orders: counter('orders_total', 'Orders by how they ended', ['result']),
  revenue: counter('revenue_total', 'Value of placed orders', ['currency']),
  queueDepth: gauge('order_queue_depth', 'Placed orders waiting for fulfilment', ['queue']),
  fulfilled: counter('orders_fulfilled_total', 'Orders that left the fulfilment queue', ['queue']),
  upstreamRequests: counter('upstream_requests_total', 'Calls to other services', ['upstream', 'outcome']),
  upstreamDuration: histogram(
    'upstream_request_duration_seconds',
    'Duration of calls to other services',
    ['upstream'],
    [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5],
  ),
  buildInfo: gauge('build_info', 'Always 1; the labels say which build is running', ['version', 'commit']),
};
