import { authLabels } from '../services/auth-metrics.ts';
import { cartLabels } from '../services/cart-metrics.ts';
import { checkoutLabels } from '../services/checkout-metrics.ts';
import { paymentsLabels } from '../services/payments-metrics.ts';
import { searchLabels } from '../services/search-metrics.ts';
import { defaultSeed } from '../world/random.ts';
import { type ServiceName, serviceNames } from '../world/releases.ts';
import { authHistory } from './auth-history.ts';
import { cartHistory } from './cart-history.ts';
import { checkoutHistory } from './checkout-history.ts';
import { createJobHistory, type JobHistory } from './job-history.ts';
import { createOpenMetricsDocument } from './open-metrics.ts';
import { paymentsHistory } from './payments-history.ts';
import { searchHistory } from './search-history.ts';
import { supervisorHistory } from './supervisor-history.ts';
import { createTimeline } from './timeline.ts';

export interface HistoryOptions {
  /** The moment the past ends: when scraping begins. */
  until: Date;
  hours: number;
  /** Distance of samples before the last three hours, which have one every 20 s at most. */
  stepSeconds: number;
  /** The OpenMetrics file to write. */
  out: string;
  /** The seed of the shop that will continue this past. */
  seed?: string;
}

const jobs: Record<ServiceName, { labels: Record<string, string>; write(history: JobHistory, seed: string): void }> = {
  checkout: { labels: checkoutLabels, write: checkoutHistory },
  auth: { labels: authLabels, write: authHistory },
  cart: { labels: cartLabels, write: cartHistory },
  payments: { labels: paymentsLabels, write: paymentsHistory },
  search: { labels: searchLabels, write: searchHistory },
};

/**
 * Writes the shop's past as OpenMetrics text: the series that Prometheus would have scraped, with a daily wave, some past
 * incidents and restarts. The same options give the same bytes. Synchronous; about a second for a day.
 */
export function writeHistory(options: HistoryOptions): { samples: number; series: number; sizeBytes: number } {
  const { until, hours, stepSeconds, out, seed = defaultSeed } = options;
  if (!(hours > 0) || !(stepSeconds >= 1)) throw new RangeError('history needs hours > 0 and stepSeconds >= 1');
  const timeline = createTimeline({ until, hours, stepSeconds, seed });
  const document = createOpenMetricsDocument(timeline.frames.map((frame) => frame.atMs));
  for (const job of serviceNames) {
    const { labels, write } = jobs[job];
    write(createJobHistory({ job, constantLabels: labels, timeline, document, seed }), seed);
  }
  supervisorHistory(createJobHistory({ job: 'shop-supervisor', constantLabels: {}, timeline, document, seed }));
  return document.write(out);
}
