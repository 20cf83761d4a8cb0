export { createPrometheusProvider, type PrometheusProviderOptions } from './provider.ts';
