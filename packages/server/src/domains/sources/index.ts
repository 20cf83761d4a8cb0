export type * from './provider.ts';
export { createPrometheusProvider, type PrometheusProviderOptions } from './providers/prometheus/index.ts';
