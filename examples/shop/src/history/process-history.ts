import { counter, gauge } from '../metrics/definition.ts';
import type { Flow, JobHistory } from './job-history.ts';

// The part of prom-client's default metrics that has a past: names and HELP as prom-client gives them.
const metrics = {
  cpu: counter('process_cpu_seconds_total', 'Total user and system CPU time spent in seconds.'),
  cpuUser: counter('process_cpu_user_seconds_total', 'Total user CPU time spent in seconds.'),
  cpuSystem: counter('process_cpu_system_seconds_total', 'Total system CPU time spent in seconds.'),
  resident: gauge('process_resident_memory_bytes', 'Resident memory size in bytes.'),
  started: gauge('process_start_time_seconds', 'Start time of the process since unix epoch in seconds.'),
  heapUsed: gauge('nodejs_heap_size_used_bytes', 'Process heap size used from Node.js in bytes.'),
  heapTotal: gauge('nodejs_heap_size_total_bytes', 'Process heap size from Node.js in bytes.'),
  external: gauge('nodejs_external_memory_bytes', 'Node.js external memory size in bytes.'),
  lag: gauge('nodejs_eventloop_lag_seconds', 'Lag of event loop in seconds.'),
  lagP99: gauge('nodejs_eventloop_lag_p99_seconds', 'The 99th percentile of the recorded event loop delays.'),
};

export const up = gauge('up', 'Whether the last scrape of the target succeeded.');

// Measured on the running shop: what a request and an idle second cost, and how large a service is after a while.
const cpuSecondsPerRequest = 0.0007;
const idleCpuShare = 0.002;
const userShare = 0.8;
const heapBytes = 12_000_000;
const externalBytes = 4_100_000;
const engineBytes = 1_000_000;

/** The past of a service's process metrics: CPU follows its requests, memory a sawtooth plus whatever it has leaked. */
export function processHistory(history: JobHistory, requests: Flow, leakedBytes: (atMs: number) => number): void {
  const { timeline, random } = history;
  const cpuSeconds = Float64Array.from(timeline.frames, (frame, index) => {
    const work = (requests[index] ?? 0) * cpuSecondsPerRequest + frame.seconds * idleCpuShare;
    return Math.max(0, work * (1 + 0.05 * random.normal()));
  });
  history.counter(metrics.cpu, {}, cpuSeconds);
  history.counter(
    metrics.cpuUser,
    {},
    cpuSeconds.map((seconds) => seconds * userShare),
  );
  history.counter(
    metrics.cpuSystem,
    {},
    cpuSeconds.map((seconds) => seconds * (1 - userShare)),
  );
  const heapUsed = timeline.frames.map(
    (_, index) => heapBytes * (0.8 + 0.18 * ((index % 17) / 17)) + random.next() * 2e5,
  );
  history.gauge(metrics.started, {}, (frame) => Math.floor(history.startedMs(frame.atMs) / 1000));
  history.gauge(metrics.heapUsed, {}, (_, index) => Math.round(heapUsed[index] ?? heapBytes));
  history.gauge(metrics.heapTotal, {}, () => Math.round(heapBytes * 1.1));
  history.gauge(metrics.external, {}, (frame) => Math.round(externalBytes + leakedBytes(frame.atMs)));
  const fixedBytes = heapBytes * 0.15 + externalBytes + engineBytes;
  history.gauge(metrics.resident, {}, (frame, index) =>
    Math.round((heapUsed[index] ?? 0) + fixedBytes + leakedBytes(frame.atMs)),
  );
  history.gauge(metrics.lag, {}, () => 0.001 + 0.001 * random.next());
  history.gauge(metrics.lagP99, {}, () => 0.0108 + 0.0008 * random.next());
  history.scrapeGauge(up, () => 1);
}
