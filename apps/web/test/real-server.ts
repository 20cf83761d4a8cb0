import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { backfillPrometheus, startPrometheus } from '@locum/testkit';

const command = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));

export interface RealInstallation {
  /** Where Prometheus answers. */
  prometheusUrl: string;
  /** Opens the page and signs in, once. */
  link: string;
  stop(): Promise<void>;
}

/**
 * Locum as a user starts it, with an empty data folder, and beside it a real Prometheus that holds an hour of a small
 * checkout: requests with errors, and a histogram of their duration that doubles half-way.
 */
export async function startRealInstallation(): Promise<RealInstallation> {
  const folder = mkdtempSync(join(tmpdir(), 'locum-web-'));
  const dataDir = await backfillPrometheus({ openMetrics: anHour(Math.floor(Date.now() / 1000)) });
  const prometheus = await startPrometheus({ dataDir });
  const child = spawn(
    process.execPath,
    [command, 'serve', '--json', '--port', '0', '--data-dir', join(folder, 'data')],
    {
      env: { PATH: process.env.PATH ?? '', HOME: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const closed = once(child, 'close');
  const stop = async () => {
    child.kill('SIGINT');
    await closed;
    await prometheus.stop();
    rmSync(folder, { recursive: true, force: true });
    rmSync(dataDir, { recursive: true, force: true });
  };
  let printed = '';
  for await (const line of createInterface({ input: child.stdout })) {
    printed += line;
    const link = /"link":\s*"([^"]+)"/.exec(printed)?.[1];
    if (link) return { prometheusUrl: prometheus.url, link, stop };
  }
  await stop();
  throw new Error(`Locum ended without a link: ${printed}`);
}

const STEP_SECONDS = 15;
const BOUNDS = ['0.05', '0.1', '0.25', '0.5', '1', '+Inf'];

function anHour(now: number): string {
  const times = Array.from({ length: 241 }, (_, index) => now - 3600 + index * STEP_SECONDS);
  const labels = 'service="checkout",route="/pay"';
  const requests = times.flatMap((time, index) => [
    `shop_requests_total{${labels},status="200"} ${index * 30} ${time}`,
    `shop_requests_total{${labels},status="500"} ${index * 2} ${time}`,
  ]);
  const durations = times.flatMap((time, index) => {
    const slow = Math.max(0, index - 120);
    const counts = [10, 18, 24, 27, 29, 30].map((count, bucket) => index * count - (bucket < 3 ? slow * 8 : 0));
    return [
      ...BOUNDS.map(
        (bound, bucket) => `shop_request_duration_seconds_bucket{${labels},le="${bound}"} ${counts[bucket]} ${time}`,
      ),
      `shop_request_duration_seconds_count{${labels}} ${counts[5]} ${time}`,
      `shop_request_duration_seconds_sum{${labels}} ${counts[5]! * 0.12} ${time}`,
    ];
  });
  return [
    '# HELP shop_requests Requests answered.',
    '# TYPE shop_requests counter',
    ...requests,
    '# HELP shop_request_duration_seconds Time to answer a request.',
    '# TYPE shop_request_duration_seconds histogram',
    ...durations,
    '# EOF',
    '',
  ].join('\n');
}
