import type { ServiceName } from '../world/releases.ts';

export type JobName = ServiceName | 'shop-supervisor';

export interface Target {
  job: JobName;
  /** `host:port`; metrics are at `/metrics`. */
  address: string;
  /** Labels that the scrape adds. */
  labels: Record<string, string>;
}

/**
 * Labels that the scrape configuration adds to each job. `instance` is a name rather than the address, so that series outlive a
 * change of ports. auth's gRPC metrics do not name their service, so its operators do, as Kubernetes discovery would.
 */
export const scrapeLabels: Record<JobName, Record<string, string>> = {
  checkout: { instance: 'checkout-0' },
  auth: { instance: 'auth-0', namespace: 'shop', deployment: 'auth' },
  cart: { instance: 'cart-0' },
  payments: { instance: 'payments-0' },
  search: { instance: 'search-0', team: 'discovery' },
  'shop-supervisor': { instance: 'supervisor-0' },
};

export const ruleFileName = 'shop-rules.yml';

/** A complete Prometheus configuration; `ruleFileName` is expected beside it. */
export function prometheusConfig(targets: readonly Target[], scrapeIntervalSeconds: number): string {
  const jobs = targets.flatMap(({ job, address, labels }) => [
    `  - job_name: ${job}`,
    '    static_configs:',
    `      - targets: ['${address}']`,
    '        labels:',
    ...Object.entries(labels).map(([name, value]) => `          ${name}: ${value}`),
  ]);
  return `${[
    'global:',
    `  scrape_interval: ${scrapeIntervalSeconds}s`,
    `  scrape_timeout: ${Math.min(scrapeIntervalSeconds, 10)}s`,
    `  evaluation_interval: ${Math.max(scrapeIntervalSeconds, 5)}s`,
    'rule_files:',
    `  - ${ruleFileName}`,
    'scrape_configs:',
    ...jobs,
  ].join('\n')}\n`;
}
