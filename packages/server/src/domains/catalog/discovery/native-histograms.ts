import { AppError } from '../../../platform/errors.ts';
import type { TelemetryProvider } from '../../sources/index.ts';
import { matchNames } from './survey.ts';

const NAMES_PER_REQUEST = 400;

/**
 * Which of these metrics hold native histograms. They look like any other series in every list: only a function that reads
 * histograms and ignores floats tells (`histogram_count`, Prometheus 2.40 on). A server without it has none.
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
    // The function drops the name, so the name travels in another label.
    const promql = `count by (metric_name) (histogram_count(label_replace(${selector}, "metric_name", "$1", "__name__", "(.+)")))`;
    try {
      const { series } = await provider.queryInstant({ promql, time: now }, signal === undefined ? {} : { signal });
      for (const { labels } of series) if (labels.metric_name !== undefined) found.add(labels.metric_name);
    } catch (error) {
      if (error instanceof AppError && error.code === 'source_query_rejected') return found;
      throw error;
    }
  }
  return found;
}
