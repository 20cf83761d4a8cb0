import type {
  CounterDefinition,
  GaugeDefinition,
  HistogramDefinition,
  SummaryDefinition,
} from '../metrics/definition.ts';
import { type JobName, scrapeLabels } from '../supervisor/prometheus-config.ts';
import { type Latency, meanSeconds, quantileSeconds, shareWithin } from '../world/latency.ts';
import { createRandom, type Random } from '../world/random.ts';
import type { OpenMetricsDocument, SampledSeries } from './open-metrics.ts';
import type { Frame, Timeline } from './timeline.ts';

type Labels = Record<string, string>;

/** What is added in each frame: whole events, or an amount such as money or CPU time. */
export type Flow = Float64Array;

export type LatencyOf = (frame: Frame) => Latency;

/** Writes the past of one scraped job: events become counters, histograms and summaries that fit each other. */
export interface JobHistory {
  readonly timeline: Timeline;
  readonly random: Random;
  /** Draws events at an expected rate per second. */
  flow(perSecond: (frame: Frame) => number): Flow;
  counter(definition: CounterDefinition, labels: Labels, flow: Flow): void;
  gauge(definition: GaugeDefinition, labels: Labels, value: (frame: Frame, index: number) => number | null): void;
  /** Written by the scrape itself, so without the labels that the program puts on its own metrics. */
  scrapeGauge(definition: GaugeDefinition, value: (frame: Frame, index: number) => number): void;
  histogram(definition: HistogramDefinition, labels: Labels, flow: Flow, latency: LatencyOf): void;
  summary(definition: SummaryDefinition, labels: Labels, flow: Flow, latency: LatencyOf): void;
  /** When the program that ran at a moment had been started, in epoch milliseconds. */
  startedMs(atMs: number): number;
}

interface JobOptions {
  job: JobName;
  constantLabels: Labels;
  timeline: Timeline;
  document: OpenMetricsDocument;
  seed: string;
}

export function createJobHistory(options: JobOptions): JobHistory {
  const { job, timeline, document } = options;
  const { frames } = timeline;
  const random = createRandom(`${options.seed}/history/${job}`);
  const added: Labels = { job, ...scrapeLabels[job] };
  const common: Labels = { ...options.constantLabels, ...added };
  const restartsMs = timeline.restarts.filter((one) => one.service === job).map((one) => one.atMs);
  const startedMs = (atMs: number): number => Math.max(timeline.bootMs, ...restartsMs.filter((one) => one <= atMs));
  const sums = createRunningSums(frames, timeline.bootMs, startedMs);
  const add = (definition: Parameters<OpenMetricsDocument['add']>[0], series: () => SampledSeries[]): void =>
    document.add(definition, () => series().map((one) => ({ ...one, labels: { ...one.labels, ...common } })));
  return {
    timeline,
    random,
    startedMs,
    flow: (perSecond) => Float64Array.from(frames, (frame) => random.poisson(perSecond(frame) * frame.seconds)),
    counter: (definition, labels, flow) =>
      add(definition, () => {
        const sum = sums(flow, () => 1);
        return [{ suffix: '', labels, value: (index) => sum[index] ?? 0 }];
      }),
    gauge: (definition, labels, value) =>
      add(definition, () => [{ suffix: '', labels, value: (index) => value(frames[index]!, index) }]),
    scrapeGauge: (definition, value) =>
      document.add(definition, () => [{ suffix: '', labels: added, value: (index) => value(frames[index]!, index) }]),
    histogram: (definition, labels, flow, latency) =>
      add(definition, () => {
        const within = definition.buckets.map((bound, index) => ({
          suffix: '_bucket',
          labels: { ...labels, le: String(bound) },
          value: wholeReader(sums(flow, shareReader(definition.buckets, index, latency))),
        }));
        const all = { suffix: '_bucket', labels: { ...labels, le: '+Inf' }, value: wholeReader(sums(flow, () => 1)) };
        return [...within, all, ...totals(labels, flow, latency)];
      }),
    summary: (definition, labels, flow, latency) =>
      add(definition, () => {
        const quantiles = definition.quantiles.map((quantile) => {
          const seconds = memoize(latency, (one) => quantileSeconds(one, quantile));
          const noise = createRandom(`${options.seed}/${job}/${definition.name}/${quantile}`);
          const value = (index: number): number => seconds(frames[index]!) * (1 + 0.04 * noise.normal());
          return { suffix: '', labels: { ...labels, quantile: String(quantile) }, value };
        });
        return [...quantiles, ...totals(labels, flow, latency)];
      }),
  };

  function totals(labels: Labels, flow: Flow, latency: LatencyOf): SampledSeries[] {
    const sum = sums(flow, memoize(latency, meanSeconds));
    return [
      { suffix: '_sum', labels, value: (index) => sum[index] ?? 0 },
      { suffix: '_count', labels, value: wholeReader(sums(flow, () => 1)) },
    ];
  }
}

/** A running sum of `flow` × `weight` that begins again at restarts and had been growing since the boot. */
function createRunningSums(frames: readonly Frame[], bootMs: number, startedMs: (atMs: number) => number) {
  return (flow: Flow, weight: (frame: Frame) => number): Float64Array => {
    const first = frames[0];
    if (!first) return new Float64Array(0);
    const spanSeconds = frames.reduce((sum, frame) => sum + frame.seconds, 0);
    const events = flow.reduce((sum, count) => sum + count, 0);
    const before = Math.round((events / spanSeconds) * ((first.atMs - bootMs) / 1000));
    let total = before * weight(first);
    let started = startedMs(first.atMs);
    return Float64Array.from(frames, (frame, index) => {
      if (startedMs(frame.atMs) !== started) total = 0;
      started = startedMs(frame.atMs);
      total += (flow[index] ?? 0) * weight(frame);
      return total;
    });
  };
}

function wholeReader(values: Float64Array): (index: number) => number {
  // The small lift keeps a sum of shares that should be whole from being cut by rounding.
  return (index) => Math.floor((values[index] ?? 0) + 1e-6);
}

function shareReader(bounds: readonly number[], index: number, latency: LatencyOf): (frame: Frame) => number {
  return memoize(latency, (one) => shareWithin(one, bounds[index] ?? Number.POSITIVE_INFINITY));
}

/** A few latencies serve thousands of frames, so what is computed from one is computed once. */
function memoize(latency: LatencyOf, compute: (latency: Latency) => number): (frame: Frame) => number {
  const known = new Map<Latency, number>();
  return (frame) => {
    const key = latency(frame);
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
}

/** Several flows as one. */
export function together(...flows: Flow[]): Flow {
  const sum = new Float64Array(flows[0]?.length ?? 0);
  for (const flow of flows) for (let index = 0; index < sum.length; index += 1) sum[index]! += flow[index] ?? 0;
  return sum;
}
