import { type Latency, latency, mixture, reshape } from './latency.ts';

/** What an average customer does. Shares are probabilities, the others are averages per visit. */
export const visit = {
  searches: 2,
  shopperShare: 0.5,
  itemsPerShopper: 2,
  removeShare: 0.2,
  quoteShare: 0.7,
  checkoutShare: 0.6,
  orderViewShare: 0.8,
  logoutShare: 0.3,
  refundShare: 0.02,
  wrongPasswordShare: 0.04,
  loginRetryShare: 0.7,
  nonsenseShare: 0.06,
} as const;

export const searchIndexes = ['products', 'reviews', 'help'] as const;
export type SearchIndex = (typeof searchIndexes)[number];

export const providers = ['cardstream', 'bankwire', 'walletly'] as const;
export type Provider = (typeof providers)[number];

export const indexShare: Record<SearchIndex, number> = { products: 0.7, reviews: 0.2, help: 0.1 };
export const providerShare: Record<Provider, number> = { cardstream: 0.6, bankwire: 0.15, walletly: 0.25 };
export const averageOrderEuros = 62;
export const sessionTtlSeconds = 900;

/** Shares that fail without any fault switched on. */
export const failureShare = {
  checkout: 0.004,
  authInternal: 0.0008,
  cartInternal: 0.001,
  searchTimeout: 0.003,
  declined: 0.045,
  provider: 0.006,
} as const;

export const faultEffect = {
  checkoutErrorShare: 0.35,
  quoteErrorShare: 0.08,
  providerFactor: 6,
  rejectedCustomerShare: 0.25,
  leakBytesPerRequest: 128 * 1024,
  leakLimitBytes: 96 * 1024 * 1024,
} as const;

export const poolSize = { auth: 12, cart: 16, payments: 10, search: 8 } as const;

export const storeLatency = {
  authLogin: latency(0.045, 0.35),
  authToken: latency(0.004, 0.4),
  cartStore: latency(0.012, 0.5),
  cartWrite: latency(0.005, 0.4),
  paymentsDb: latency(0.003, 0.4),
} as const;

export const searchLatency: Record<SearchIndex, Latency> = {
  products: latency(0.018, 0.5),
  reviews: latency(0.03, 0.6),
  help: latency(0.01, 0.4),
};

const providerBase: Record<Provider, Latency> = {
  cardstream: latency(0.12, 0.45),
  bankwire: latency(0.26, 0.5),
  walletly: latency(0.08, 0.4),
};

export function providerLatency(provider: Provider, slow: boolean): Latency {
  return reshape(providerBase[provider], { factor: slow ? faultEffect.providerFactor : 1 });
}

/** All providers together, weighted by how often customers use them. */
export function chargeLatency(slow: boolean): Latency {
  return mixture(providers.map((name) => ({ share: providerShare[name], latency: providerLatency(name, slow) })));
}
