import { AppError } from '../../../platform/errors.ts';
import type { BuildInfo, MetricMetadata, Rule, ScrapeTarget, TelemetryProvider } from '../../sources/index.ts';

export interface Window {
  /** Unix seconds. */
  readonly start: number;
  readonly end: number;
}

/** What a handful of cheap requests tell about a source. */
export interface Survey {
  readonly build: BuildInfo;
  readonly metadata: ReadonlyMap<string, readonly MetricMetadata[]>;
  readonly rules: readonly Rule[];
  readonly targets: readonly ScrapeTarget[];
  /** Metric name → series alive at the end of the window; undefined where the source could not count. */
  readonly counts: ReadonlyMap<string, number | undefined>;
  /** What the source does not offer or could not answer; discovery goes on without it. */
  readonly gaps: readonly string[];
}

/** Throws the provider's error when even the names of the metrics cannot be had. */
export async function surveySource(provider: TelemetryProvider, window: Window, signal?: AbortSignal): Promise<Survey> {
  const gaps: string[] = [];
  const options = signal === undefined ? {} : { signal };
  async function tolerate<T>(what: string, read: Promise<T>, fallback: T): Promise<T> {
    try {
      return await read;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      gaps.push(`${what}: ${error.hint ?? error.code}`);
      return fallback;
    }
  }
  const unknownBuild: BuildInfo = { version: '', flavour: 'unknown' };
  const [names, counted, build, metadata, rules, targets] = await Promise.all([
    provider.labelValues('__name__', window, options),
    tolerate('series counts', countSeries(provider, window.end, NOT_EMPTY, options), null),
    tolerate('build information', provider.buildInfo(options), unknownBuild),
    tolerate('metadata', provider.metadata(options), new Map<string, readonly MetricMetadata[]>()),
    tolerate('rules', provider.rules(options), []),
    tolerate('targets', provider.targets(options), []),
  ]);
  const counts = counted ?? (await countInParts(provider, names, window.end, options));
  return {
    build,
    metadata,
    rules,
    targets,
    gaps,
    counts: new Map(
      [...new Set([...names, ...counts.keys()])].map((name) => [name, counts.get(name) ?? missing(counted)]),
    ),
  };
}

const NOT_EMPTY = '{__name__!=""}';
const NAMES_PER_PART = 200;

/** A metric that a complete count does not name has no live series; one that a failed count left out is unknown. */
function missing(counted: ReadonlyMap<string, number> | null): number | undefined {
  return counted === null ? undefined : 0;
}

async function countSeries(
  provider: TelemetryProvider,
  time: number,
  selector: string,
  options: { readonly signal?: AbortSignal },
): Promise<ReadonlyMap<string, number>> {
  const { series } = await provider.queryInstant({ promql: `count by (__name__) (${selector})`, time }, options);
  const counts = new Map<string, number>();
  for (const { labels, points } of series) {
    if (labels.__name__ !== undefined) counts.set(labels.__name__, points[0]?.[1] ?? 0);
  }
  return counts;
}

/** A source too large to count at once is counted a few hundred names at a time; parts that fail stay unknown. */
async function countInParts(
  provider: TelemetryProvider,
  names: readonly string[],
  time: number,
  options: { readonly signal?: AbortSignal },
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (let index = 0; index < names.length; index += NAMES_PER_PART) {
    const part = names.slice(index, index + NAMES_PER_PART);
    try {
      for (const [name, count] of await countSeries(provider, time, matchNames(part), options)) counts.set(name, count);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }
  return counts;
}

/** One selector for many metrics. Names hold no character that a regular expression reads otherwise, except in UTF-8 names. */
export function matchNames(names: readonly string[]): string {
  const escaped = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return `{__name__=~${JSON.stringify(escaped.join('|'))}}`;
}
