import type { TelemetryProvider } from '../../sources/index.ts';
import { buildSnapshot, type CatalogState } from '../build-snapshot.ts';
import { typeHintsOf } from '../families/type-hints.ts';
import { type KnowledgeFile, loadKnowledge } from '../knowledge/knowledge.ts';
import type { CatalogSnapshot, DashboardPanel } from '../snapshot.ts';
import { findNativeHistograms } from './native-histograms.ts';
import { DEFAULT_LIMITS, planReads, type ReadLimits } from './plan-reads.ts';
import { promqlVersionOf } from './promql-version.ts';
import { type ReadContext, readByLabels, readBySample, readBySeries, type Summaries } from './read-metrics.ts';
import type { MetricReading } from './reading.ts';
import { isSameReading } from './same-reading.ts';
import { findScrapeIntervals } from './scrape-intervals.ts';
import { type Survey, surveySource } from './survey.ts';

export interface DiscoveryOptions {
  /** Unix seconds: discovery sees the source as of this moment. */
  readonly now: number;
  /** How far back series count as existing; default two hours. */
  readonly windowSeconds?: number;
  /** What an earlier discovery left: unchanged metrics are not read again. */
  readonly previous?: CatalogState;
  readonly panels?: readonly DashboardPanel[];
  readonly limits?: Partial<ReadLimits>;
  readonly signal?: AbortSignal;
}

export interface SnapshotOptions extends DiscoveryOptions {
  /** Corrects types that exporters leave out; default: the built-in files, which take a moment to load. */
  readonly knowledge?: readonly KnowledgeFile[];
}

export interface Discovery {
  readonly state: CatalogState;
  /** Requests sent to the source, retries not counted. */
  readonly requests: number;
  /** Metrics read anew; the others were unchanged. */
  readonly readCount: number;
  /** What the source does not offer or could not answer, in words. */
  readonly gaps: readonly string[];
}

const DEFAULT_WINDOW_SECONDS = 7_200;
const READS_AT_ONCE = 4;

/** Everything a planner needs to know about a source, without a database. Throws the provider's error when it is down. */
export async function discover(provider: TelemetryProvider, options: SnapshotOptions): Promise<CatalogSnapshot> {
  const { state } = await runDiscovery(provider, options);
  return buildSnapshot(state, typeHintsOf(options.knowledge ?? loadKnowledge()));
}

/**
 * One discovery: a few requests that count, then reads bounded by `limits`. Throws the provider's error when the names of
 * metrics or a read of them fail; a missing rule or target list is only a gap.
 */
export async function runDiscovery(provider: TelemetryProvider, options: DiscoveryOptions): Promise<Discovery> {
  const { now, previous, signal } = options;
  const counted = countRequests(provider);
  const window = { start: now - (options.windowSeconds ?? DEFAULT_WINDOW_SECONDS), end: now };
  const survey = await surveySource(counted.provider, window, signal);
  const plan = planReads({
    counts: survey.counts,
    previous: previous?.readings ?? new Map(),
    now,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
  });
  const context: ReadContext = {
    provider: counted.provider,
    window,
    intern: createInterner(),
    ...(signal === undefined ? {} : { signal }),
  };
  const parts = await runInTurn([
    ...plan.batches.map((batch) => () => readBySeries(batch, context)),
    ...plan.byLabels.map((name) => () => readByLabels(name, context)),
    ...plan.sampled.map((batch) => () => readBySample(batch, context)),
  ]);
  const intervals = await findScrapeIntervals(counted.provider, survey.targets, now, signal);
  const fresh = toReadings(parts, survey, now);
  await markNativeHistograms(fresh, survey, context);
  const readings = mergeReadings(fresh, plan.reuse, previous, window);
  const state: CatalogState = {
    takenAt: now,
    serverVersion: promqlVersionOf(survey.build),
    readings,
    metadata: survey.metadata.size > 0 ? survey.metadata : (previous?.metadata ?? survey.metadata),
    rules: survey.rules,
    panels: options.panels ?? previous?.panels ?? [],
    scrapeIntervals: intervals,
  };
  return { state, requests: counted.requests(), readCount: fresh.size, gaps: survey.gaps };
}

/** A few at a time: the source's queue belongs to people's questions first. */
async function runInTurn<T>(tasks: readonly (() => Promise<T>)[]): Promise<readonly T[]> {
  const results: T[] = [];
  const rest = [...tasks.entries()];
  const worker = async () => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) results[next[0]] = await next[1]();
  };
  await Promise.all(Array.from({ length: READS_AT_ONCE }, worker));
  return results;
}

function toReadings(parts: readonly Summaries[], { counts }: Survey, now: number): Map<string, MetricReading> {
  const readings = new Map<string, MetricReading>();
  for (const part of parts) {
    for (const [name, { seriesCount, labels, variants }] of part) {
      readings.set(name, {
        name,
        seriesCount: counts.get(name) ?? seriesCount,
        labels,
        ...(variants && { variants }),
        isNativeHistogram: false,
        readAt: now,
        lastSeenAt: now,
      });
    }
  }
  return readings;
}

/** Only names that metadata says nothing about need asking. */
async function markNativeHistograms(
  readings: Map<string, MetricReading>,
  { metadata }: Survey,
  { provider, window, signal }: ReadContext,
): Promise<void> {
  const candidates = [...readings.values()].filter(
    ({ name, labels }) =>
      !metadata.has(name) &&
      !labels.has('le') &&
      !labels.has('quantile') &&
      !/(_total|_info|_sum|_count)$|:/.test(name),
  );
  const names = candidates.map(({ name }) => name);
  for (const name of await findNativeHistograms(provider, names, window.end, signal)) {
    const reading = readings.get(name);
    if (reading !== undefined) readings.set(name, { ...reading, isNativeHistogram: true });
  }
}

function mergeReadings(
  fresh: ReadonlyMap<string, MetricReading>,
  reuse: readonly string[],
  previous: CatalogState | undefined,
  window: { readonly start: number; readonly end: number },
): ReadonlyMap<string, MetricReading> {
  const merged = new Map<string, MetricReading>();
  for (const [name, reading] of previous?.readings ?? []) {
    // A metric that is gone stays for one window, so that a restart of an exporter does not make it unknown.
    if (reading.lastSeenAt >= window.start && reading.lastSeenAt <= window.end) merged.set(name, reading);
  }
  for (const name of reuse) {
    const reading = previous?.readings.get(name);
    if (reading === undefined) continue;
    // A series that only existed earlier in the window does not keep its metric alive for ever.
    merged.set(name, reading.seriesCount > 0 ? { ...reading, lastSeenAt: window.end } : reading);
  }
  for (const [name, reading] of fresh) {
    const earlier = previous?.readings.get(name);
    // What was made of the labels before is as good as new, and their identity tells so.
    merged.set(
      name,
      earlier !== undefined && isSameReading(earlier, reading)
        ? { ...earlier, readAt: reading.readAt, lastSeenAt: reading.lastSeenAt }
        : reading,
    );
  }
  return merged;
}

/** Equal strings of a source (label names, values) become one; a catalog holds the same few thousand over and over. */
function createInterner(): (text: string) => string {
  const seen = new Map<string, string>();
  return (text) => {
    const known = seen.get(text);
    if (known !== undefined) return known;
    seen.set(text, text);
    return text;
  };
}

function countRequests(provider: TelemetryProvider): { provider: TelemetryProvider; requests: () => number } {
  let requests = 0;
  const counting = new Proxy(provider, {
    get(target, property, receiver) {
      const member: unknown = Reflect.get(target, property, receiver);
      if (typeof member !== 'function') return member;
      return (...callArguments: unknown[]) => {
        requests += 1;
        return member.apply(target, callArguments);
      };
    },
  });
  return { provider: counting, requests: () => requests };
}
