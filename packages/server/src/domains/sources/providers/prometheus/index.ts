import { type PrometheusSettings, prometheusSettings } from '@locum/contracts';
import { createPrometheusProvider } from './provider.ts';

export { createPrometheusProvider, type PrometheusProviderOptions } from './provider.ts';

export const prometheusKind = {
  settings: prometheusSettings,
  connect: createPrometheusProvider,
  publicUrl({ url }: PrometheusSettings): string {
    const address = new URL(url);
    address.username = '';
    address.password = '';
    return address.href.replace(/\/$/, '');
  },
};
