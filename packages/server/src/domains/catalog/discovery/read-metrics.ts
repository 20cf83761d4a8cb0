import { AppError } from '../../../platform/errors.ts';
import type { TelemetryProvider } from '../../sources/index.ts';
import type { LabelReading } from './reading.ts';
import { type SeriesSummary, summariseSeries, toLabelReading } from './summarise-series.ts';
import { matchNames, type Window } from './survey.ts';

export interface ReadContext {
  readonly provider: TelemetryProvider;
  readonly window: Window;
  readonly intern: (text: string) => string;
  readonly signal?: AbortSignal;
}

export type Summaries = ReadonlyMap<string, SeriesSummary>;

/**
 * Lists the series of a batch of metrics. A batch whose answer is too large or too slow is halved; a single metric that
 * still fails is described through its labels.
 */
export async function readBySeries(names: readonly string[], context: ReadContext): Promise<Summaries> {
  const { provider, window, intern } = context;
  try {
    const series = await provider.series({ match: [matchNames(names)], ...window }, callOptions(context));
    return summariseSeries(series, intern);
  } catch (error) {
    if (!isTooMuch(error)) throw error;
    const [only] = names;
    if (names.length === 1 && only !== undefined) return readByLabels(only, context);
    const middle = Math.ceil(names.length / 2);
    const first = await readBySeries(names.slice(0, middle), context);
    return new Map([...first, ...(await readBySeries(names.slice(middle), context))]);
  }
}

/** Describes one large metric by its label names and their values, never by its series. */
export async function readByLabels(name: string, context: ReadContext): Promise<Summaries> {
  const { provider, window } = context;
  const selection = { match: [matchNames([name])], ...window };
  const labelNames = (await provider.labelNames(selection, callOptions(context))).filter(
    (label) => label !== '__name__',
  );
  const labels = new Map<string, LabelReading>();
  await Promise.all(
    labelNames.map(async (label) => {
      try {
        const values = await provider.labelValues(label, selection, callOptions(context));
        labels.set(context.intern(label), toLabelReading(label, values, false));
      } catch (error) {
        if (!isTooMuch(error)) throw error;
        labels.set(context.intern(label), { values: [], distinct: 0, complete: false, onAllSeries: false });
      }
    }),
  );
  return new Map([
    [name, { seriesCount: 0, labels: new Map([...labels].sort(([left], [right]) => (left < right ? -1 : 1))) }],
  ]);
}

const SAMPLES_PER_METRIC = 20;

/** A few series of each metric, chosen by the source: enough for label names, not for all of their values. */
export async function readBySample(names: readonly string[], context: ReadContext): Promise<Summaries> {
  const promql = `topk by (__name__) (${SAMPLES_PER_METRIC}, ${matchNames(names)})`;
  try {
    const { series } = await context.provider.queryInstant({ promql, time: context.window.end }, callOptions(context));
    const summaries = summariseSeries(
      series.map(({ labels }) => labels),
      context.intern,
    );
    return new Map([...summaries].map(([name, summary]) => [name, toSample(summary)]));
  } catch (error) {
    if (!isTooMuch(error)) throw error;
    return new Map(names.map((name) => [name, { seriesCount: 0, labels: new Map() }]));
  }
}

function toSample({ seriesCount, labels }: SeriesSummary): SeriesSummary {
  // A label that says the same in every series of a sample usually says it everywhere, but nothing proves it.
  return {
    seriesCount,
    labels: new Map([...labels].map(([label, reading]) => [label, { ...reading, complete: false }])),
  };
}

/** Limits that reading less at once gets around; anything else ends the discovery. */
function isTooMuch(error: unknown): boolean {
  if (!(error instanceof AppError)) return false;
  return (
    error.code === 'source_response_too_large' ||
    error.code === 'source_query_rejected' ||
    error.code === 'source_timeout'
  );
}

function callOptions({ signal }: ReadContext) {
  return signal === undefined ? {} : { signal };
}
