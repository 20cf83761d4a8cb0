import { counter, gauge, histogram } from '../metrics/definition.ts';

/** Style: a label `app`, metric names prefixed with the program, requests by handler and code. */
export const cartLabels = { app: 'cart' };

export const cartMetrics = {
  requests: counter('cart_http_requests_total', 'Requests by handler and response code', ['handler', 'code']),
  duration: histogram(
    'cart_http_request_duration_seconds',
    'Request duration by handler',
    ['handler'],
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
  ),
  inFlight: gauge('cart_http_requests_in_flight', 'Requests being served'),
  cacheHits: counter('cart_cache_hits_total', 'Carts found in the cache', ['cache']),
  cacheMisses: counter('cart_cache_misses_total', 'Carts that had to be read from the store', ['cache']),
  cacheEntries: gauge('cart_cache_entries', 'Carts held in the cache', ['cache']),
  itemsAdded: counter('cart_items_added_total', 'Items that customers put into carts'),
  activeCarts: gauge('cart_active_carts', 'Carts with at least one item'),
  poolInUse: gauge('cart_store_connections_in_use', 'Connections to the cart store in use'),
  poolMax: gauge('cart_store_connections_max', 'Connections to the cart store allowed'),
  buildInfo: gauge('app_build_info', 'Always 1; the labels say which build is running', ['version', 'git_sha']),
};

export const cartHandlers = ['get_cart', 'add_item', 'remove_item', 'clear_cart'] as const;
export type CartHandler = (typeof cartHandlers)[number];
