import { AppError } from '../../../platform/errors.ts';
import type { TelemetryProvider } from '../../sources/index.ts';
import { matchNames } from './survey.ts';

const NAMES_PER_REQUEST = 400;

/**
 * Which of these metrics hold native histograms. They look like any other series in every list; only a value shows it, and the sum of
 * histograms is one (Prometheus 2.40 on; label_replace and histogram_count lose either the histogram or the name in some versions).
 */
export async function findNativeHistograms(
  provider: TelemetryProvider,
  names: readonly string[],
  now: number,
  signal?: AbortSignal,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (let index = 0; index < names.length; index += NAMES_PER_REQUEST) {
    const selector = matchNames(names.slice(index, index + NAMES_PER_REQUEST));
    const query = { promql: `sum by (__name__) (${selector})`, time: now };
    try {
      const { series } = await provider.queryInstant(query, signal === undefined ? {} : { signal });
      for (const { labels, histograms = [] } of series) {
        if (histograms.length > 0 && labels.__name__ !== undefined) found.add(labels.__name__);
      }
    } catch (error) {
      if (error instanceof AppError && error.code === 'source_query_rejected') return found;
      throw error;
    }
  }
  return found;
}
