import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { getProgram } from '../process/find-program.ts';
import { type RunningService, startService } from '../process/start-service.ts';

const HINT = 'Install Prometheus (Debian: apt install prometheus), or run `npm test`, which does.';

export type ScrapeTarget = {
  job: string;
  /** `host:port` each. */
  targets: readonly string[];
  labels?: Readonly<Record<string, string>>;
  /** Prometheus duration; default 1s. */
  interval?: string;
  path?: string;
};

export type PrometheusOptions = {
  /** Complete configuration (YAML). Excludes `scrapeTargets`, `ruleFiles` and `rules`. */
  config?: string;
  scrapeTargets?: readonly ScrapeTarget[];
  /** Absolute paths of rule files. */
  ruleFiles?: readonly string[];
  /** Text of one rule file (YAML). */
  rules?: string;
  /** Existing TSDB folder, e.g. a back-filled one; kept by `stop`. Default: a fresh one. */
  dataDir?: string;
  /** Further command line flags, e.g. `--enable-feature=native-histograms`. */
  flags?: readonly string[];
  port?: number;
};

export type PrometheusServer = RunningService & { url: string; dataDir: string };

/** Starts a real Prometheus. With no options it scrapes nothing and answers from `dataDir` only. */
export async function startPrometheus(options: PrometheusOptions = {}): Promise<PrometheusServer> {
  let dataDir = options.dataDir ?? '';
  const service = await startService({
    name: 'Prometheus',
    program: getProgram(['prometheus'], { hint: HINT }),
    port: options.port,
    isReady: async (port) => (await fetch(`http://127.0.0.1:${port}/-/ready`)).ok,
    prepare: ({ folder }) => {
      dataDir = options.dataDir ?? join(folder, 'data');
      if (options.rules !== undefined) writeFileSync(join(folder, 'rules.yml'), options.rules);
      writeFileSync(join(folder, 'prometheus.yml'), options.config ?? buildConfig(options, folder));
    },
    args: ({ port, folder }) => [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${dataDir}`,
      '--storage.tsdb.retention.time=10y',
      `--web.listen-address=127.0.0.1:${port}`,
      '--web.enable-lifecycle',
      '--log.level=warn',
      ...(options.flags ?? []),
    ],
  });
  return { ...service, url: `http://127.0.0.1:${service.port}`, dataDir };
}

/**
 * Writes OpenMetrics text (must end with `# EOF`; timestamps in seconds) as TSDB blocks into `dataDir`, and answers that folder.
 * Without `dataDir` a new temporary folder is made, which the caller deletes. Throws with promtool's words when the text is refused.
 */
export async function backfillPrometheus(options: { openMetrics: string; dataDir?: string }): Promise<string> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'locum-tsdb-'));
  const folder = mkdtempSync(join(tmpdir(), 'locum-backfill-'));
  try {
    const input = join(folder, 'input.om');
    writeFileSync(input, options.openMetrics);
    const promtool = getProgram(['promtool'], { hint: HINT });
    await promisify(execFile)(promtool, ['tsdb', 'create-blocks-from', 'openmetrics', '--quiet', input, dataDir]);
    return dataDir;
  } catch (cause) {
    if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    throw cause;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// JSON is YAML, so that no YAML writer is needed.
function buildConfig(options: PrometheusOptions, folder: string): string {
  return JSON.stringify({
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    rule_files: [...(options.ruleFiles ?? []), ...(options.rules === undefined ? [] : [join(folder, 'rules.yml')])],
    scrape_configs: (options.scrapeTargets ?? []).map((target) => ({
      job_name: target.job,
      scrape_interval: target.interval ?? '1s',
      scrape_timeout: target.interval ?? '1s',
      metrics_path: target.path ?? '/metrics',
      static_configs: [{ targets: target.targets, labels: target.labels ?? {} }],
    })),
  });
}
