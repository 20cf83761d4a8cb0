import { counter, gauge, histogram } from '../metrics/definition.ts';

/** Style: Micrometer's Spring web names, with `application` as a common tag, and OpenTelemetry's for the pool. */
export const paymentsLabels = { application: 'payments' };

const request = ['method', 'uri', 'status', 'outcome', 'exception'] as const;

export const paymentsMetrics = {
  // No whole numbers among the bounds: the text format writes le="1" and protobuf ingestion le="1.0", two series for one bucket.
  requests: histogram(
    'http_server_requests_seconds',
    'Duration of HTTP server request handling',
    request,
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 1.5, 2.5, 5.5],
  ),
  requestsMax: gauge('http_server_requests_seconds_max', 'Longest HTTP server request of the last two minutes', [
    ...request,
  ]),
  activeRequests: gauge('http_server_active_requests', 'HTTP requests being handled'),
  transactions: counter('payments_transactions_total', 'Payment transactions by provider and result', [
    'provider',
    'result',
  ]),
  poolUsage: gauge('db_client_connections_usage', 'Connections of the pool by state', ['pool_name', 'state']),
  poolMax: gauge('db_client_connections_max', 'Connections the pool may open', ['pool_name']),
  poolPending: gauge('db_client_connections_pending_requests', 'Requests waiting for a connection of the pool', [
    'pool_name',
  ]),
  settlementQueue: gauge('payments_settlement_queue_size', 'Approved payments waiting for the next settlement run'),
  settled: counter('payments_settled_total', 'Payments handed to the bank by settlement runs'),
  info: gauge('application_info', 'Always 1; the labels say which build is running', ['version', 'commit']),
};

/** Exposed as a native histogram only (protobuf exposition); the text format carries its count and sum. */
export const providerDuration = {
  name: 'payments_provider_request_duration_seconds',
  help: 'Duration of calls to payment providers',
};

export const paymentsPool = 'payments-db';
