import type { MetricType } from '@locum/promql';

interface Synthetic {
  readonly type: MetricType;
  readonly help: string;
  readonly unit?: string;
}

/**
 * Series that the server itself writes and has no metadata for
 * (prometheus.io/docs/concepts/jobs_instances and …/prometheus/latest/configuration/alerting_rules).
 */
const SYNTHETIC: Readonly<Record<string, Synthetic>> = {
  up: {
    type: 'gauge',
    help: 'Whether the last scrape of the target succeeded: 1 up and healthy, 0 down or unreachable.',
  },
  scrape_duration_seconds: { type: 'gauge', unit: 'seconds', help: 'How long the scrape of the target took.' },
  scrape_samples_scraped: { type: 'gauge', help: 'Samples that the target exposed.' },
  scrape_samples_post_metric_relabeling: { type: 'gauge', help: 'Samples left of the target after relabelling.' },
  scrape_series_added: { type: 'gauge', help: 'About how many new series a scrape of the target added.' },
  scrape_timeout_seconds: { type: 'gauge', unit: 'seconds', help: 'Configured scrape timeout of the target.' },
  scrape_sample_limit: { type: 'gauge', help: 'Configured limit of samples for the target; 0 means none.' },
  scrape_body_size_bytes: { type: 'gauge', unit: 'bytes', help: 'Uncompressed size of the last scrape of the target.' },
  ALERTS: { type: 'gauge', help: 'Alerts that are pending or firing now, by alert name and state; always 1.' },
  ALERTS_FOR_STATE: { type: 'gauge', unit: 'seconds', help: 'When each active alert became active, as Unix time.' },
};

export function findSynthetic(name: string): Synthetic | null {
  return Object.hasOwn(SYNTHETIC, name) ? (SYNTHETIC[name] ?? null) : null;
}
