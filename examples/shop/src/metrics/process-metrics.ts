import { getHeapStatistics } from 'node:v8';
import { isMainThread } from 'node:worker_threads';
import { Counter, collectDefaultMetrics, Gauge, type Registry } from 'prom-client';

/** Metrics of prom-client that describe the whole operating system process, which five services may share. */
const processWide = ['process_virtual_memory_bytes', 'process_heap_bytes', 'process_open_fds', 'process_max_fds'];

/**
 * prom-client's default metrics. A service that runs as a thread reports CPU, start time and memory of its own thread under
 * the usual names; resident memory is then what V8 holds for the thread plus buffers outside its heap.
 */
export function registerProcessMetrics(registry: Registry, startedAtMs: number): void {
  collectDefaultMetrics({ register: registry });
  if (isMainThread) return;
  for (const name of processWide) registry.removeSingleMetric(name);
  replaceGauge(registry, 'process_resident_memory_bytes', 'Resident memory size in bytes.', threadMemoryBytes);
  const startedSeconds = Math.floor(startedAtMs / 1000);
  const startHelp = 'Start time of the process since unix epoch in seconds.';
  replaceGauge(registry, 'process_start_time_seconds', startHelp, () => startedSeconds);
  replaceCpuCounters(registry);
}

function threadMemoryBytes(): number {
  const { total_physical_size: heapBytes, malloced_memory: engineBytes } = getHeapStatistics();
  return heapBytes + engineBytes + process.memoryUsage().external;
}

function replaceGauge(registry: Registry, name: string, help: string, read: () => number): void {
  registry.removeSingleMetric(name);
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}

function replaceCpuCounters(registry: Registry): void {
  const parts = [
    { word: 'user ', name: 'process_cpu_user_seconds_total', read: () => process.threadCpuUsage().user },
    { word: 'system ', name: 'process_cpu_system_seconds_total', read: () => process.threadCpuUsage().system },
    { word: 'user and system ', name: 'process_cpu_seconds_total', read: threadCpuMicroseconds },
  ];
  for (const { word, name, read } of parts) {
    registry.removeSingleMetric(name);
    let seenSeconds = 0;
    new Counter({
      name,
      help: `Total ${word}CPU time spent in seconds.`,
      registers: [registry],
      collect() {
        const seconds = read() / 1e6;
        this.inc(Math.max(0, seconds - seenSeconds));
        seenSeconds = seconds;
      },
    });
  }
}

function threadCpuMicroseconds(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}
