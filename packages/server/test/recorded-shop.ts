import { rmSync } from 'node:fs';
import { backfillPrometheus, type PrometheusServer, startPrometheus } from '@locum/testkit';

/** "Now" of the recording, in Unix seconds: what a test's clock says. */
export const RECORDED_AT = 1_790_000_400;

const STEP_SECONDS = 30;
const HISTORY_SECONDS = 3 * 3600;
/** From here on the e-mail queue of checkout is ten times as long. */
export const QUEUE_GREW_AT = RECORDED_AT - 20 * 60;
/** When the search service was last seen. */
export const SEARCH_ENDED_AT = RECORDED_AT - 3600;

interface Recorded {
  readonly family: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly name?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Seconds since the start of the recording → value; undefined leaves a gap. */
  at(seconds: number): number | undefined;
}

/** Requests per second and share of errors. */
const SERVICES = { checkout: [20, 0.02], cart: [40, 0.005], auth: [10, 0.001] } as const;
const BOUNDS = ['0.05', '0.1', '0.25', '0.5', '1', '+Inf'];

/**
 * A real Prometheus with three hours of made-up data of a small shop up to `at` (Unix seconds), the same every time, and
 * `afterwards` seconds of what comes then. Call `stop` when done.
 */
export async function startRecordedShop(at = RECORDED_AT, { afterwards = 0 } = {}): Promise<PrometheusServer> {
  const openMetrics = toOpenMetrics([...requests(), ...gauges()], at - HISTORY_SECONDS, HISTORY_SECONDS + afterwards);
  const dataDir = await backfillPrometheus({ openMetrics });
  const server = await startPrometheus({ dataDir });
  return {
    ...server,
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function* requests(): Generator<Recorded> {
  for (const [service, [rate, errors]] of Object.entries(SERVICES)) {
    const base = { job: service, service, instance: `${service}-0:8080` };
    for (const [route, share] of [
      ['/api/orders', 0.75],
      ['/api/items', 0.25],
    ] as const) {
      for (const [code, part] of [
        ['200', 1 - errors],
        ['500', errors],
      ] as const) {
        const labels = { ...base, route, code };
        yield {
          family: 'http_requests',
          type: 'counter',
          name: 'http_requests_total',
          labels,
          at: (t) => t * rate * share * part,
        };
      }
    }
    for (const [index, le] of BOUNDS.entries()) {
      const share = [0.4, 0.7, 0.9, 0.97, 0.99, 1][index] ?? 1;
      const labels = { ...base, le };
      yield {
        family: 'http_request_duration_seconds',
        type: 'histogram',
        name: 'http_request_duration_seconds_bucket',
        labels,
        at: (t) => t * rate * share,
      };
    }
    yield {
      family: 'http_request_duration_seconds',
      type: 'histogram',
      name: 'http_request_duration_seconds_count',
      labels: base,
      at: (t) => t * rate,
    };
    yield {
      family: 'http_request_duration_seconds',
      type: 'histogram',
      name: 'http_request_duration_seconds_sum',
      labels: base,
      at: (t) => t * rate * 0.12,
    };
  }
}

function* gauges(): Generator<Recorded> {
  const end = HISTORY_SECONDS;
  for (const [index, service] of Object.keys(SERVICES).entries()) {
    const base = { job: service, service, instance: `${service}-0:8080` };
    yield { family: 'up', type: 'gauge', labels: base, at: () => (service === 'auth' ? 0 : 1) };
    yield {
      family: 'process_resident_memory_bytes',
      type: 'gauge',
      labels: base,
      at: (t) => 2 ** 20 * (100 * (index + 1) + (service === 'cart' ? t / 60 : 0)),
    };
  }
  const queue = { job: 'checkout', service: 'checkout', instance: 'checkout-0:8080', queue: 'email' };
  yield {
    family: 'queue_depth',
    type: 'gauge',
    labels: queue,
    at: (t) => (t < end - 20 * 60 ? 20 + ((t / 30) % 3) : 200 + ((t / 30) % 3)),
  };
  const disk = { job: 'node', instance: 'host-1:9100', mountpoint: '/', device: '/dev/vda', fstype: 'ext4' };
  yield { family: 'node_filesystem_size_bytes', type: 'gauge', labels: disk, at: () => 100 * 2 ** 30 };
  yield { family: 'node_filesystem_avail_bytes', type: 'gauge', labels: disk, at: () => 40 * 2 ** 30 };
  const search = { job: 'search', service: 'search', instance: 'search-0:8080' };
  yield {
    family: 'search_index_documents',
    type: 'gauge',
    labels: search,
    at: (t) => (t <= end - 3600 ? 5000 : undefined),
  };
}

function toOpenMetrics(recorded: readonly Recorded[], start: number, seconds: number): string {
  const lines: string[] = [];
  for (const [family, members] of Map.groupBy(recorded, (one) => one.family)) {
    lines.push(`# TYPE ${family} ${members[0]?.type}`);
    for (const { name = family, labels, at } of members) {
      const text = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
      for (let second = 0; second <= seconds; second += STEP_SECONDS) {
        const value = at(second);
        if (value !== undefined) lines.push(`${name}{${text.join(',')}} ${value} ${start + second}`);
      }
    }
  }
  return `${lines.join('\n')}\n# EOF\n`;
}
