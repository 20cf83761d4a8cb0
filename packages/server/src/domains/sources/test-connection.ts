import { AppError } from '../../platform/errors.ts';
import type { BuildInfo, TelemetryProvider } from './provider.ts';

export type ConnectionTest =
  | { readonly ok: true; readonly message: string; readonly build: BuildInfo; readonly metricCount: number }
  | { readonly ok: false; readonly message: string; readonly error: AppError };

const TEST_TIMEOUT_MS = 10_000;

const FLAVOUR_NAMES = {
  prometheus: 'Prometheus',
  mimir: 'Mimir',
  thanos: 'Thanos',
  victoriametrics: 'VictoriaMetrics',
  unknown: 'A Prometheus-compatible server',
} as const;

/** Tries what every question needs, and says in words what works or why not. Never throws what the source does. */
export async function testConnection(provider: TelemetryProvider, signal?: AbortSignal): Promise<ConnectionTest> {
  const options = { timeoutMs: TEST_TIMEOUT_MS, ...(signal === undefined ? {} : { signal }) };
  try {
    const names = await provider.labelValues('__name__', {}, options);
    const build = await findBuild(provider, options);
    return { ok: true, build, metricCount: names.length, message: describe(build, names.length) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const reason = error.hint === undefined ? '' : ` ${error.hint}`;
    return { ok: false, error, message: `${error.publicMessage}${reason}` };
  }
}

/** Some gateways pass queries only; a source that answers those is usable. */
async function findBuild(provider: TelemetryProvider, options: { timeoutMs: number }): Promise<BuildInfo> {
  try {
    return await provider.buildInfo(options);
  } catch (error) {
    if (error instanceof AppError) return { version: '', flavour: 'unknown' };
    throw error;
  }
}

function describe({ version, flavour }: BuildInfo, metricCount: number): string {
  const server = version === '' ? FLAVOUR_NAMES[flavour] : `${FLAVOUR_NAMES[flavour]} ${version}`;
  if (metricCount > 0) return `${server} answers, with ${metricCount.toLocaleString('en')} metrics.`;
  return `${server} answers, but has no metrics yet. Check that it scrapes something, and that the tenant is right.`;
}
