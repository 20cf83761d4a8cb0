import { setTimeout as delay } from 'node:timers/promises';
import type { PrometheusSettings } from '@locum/contracts';
import type { CallOptions, Capability, QueryResult, SeriesSelection, TelemetryProvider } from '../../provider.ts';
import { type ClientReply, createPrometheusClient, type Parameters, type PrometheusClient } from './client.ts';
import { createHttpTransport } from './http-transport.ts';
import {
  parseBuildInfo,
  parseMetadata,
  parseNames,
  parseRules,
  parseSeriesList,
  parseStatistics,
  parseTargets,
} from './parse-lists.ts';
import { parseQueryData } from './parse-result.ts';
import { createRequestQueue } from './request-queue.ts';

export interface PrometheusProviderOptions {
  /** Requests at once; default 8. */
  readonly concurrency?: number;
  /** Requests that may wait; default 500. */
  readonly maxWaiting?: number;
  /** Attempts after the first; default 2. */
  readonly retries?: number;
  /** Decompressed size of one answer; default 50 MiB. */
  readonly maxResponseBytes?: number;
  readonly now?: () => number;
  readonly random?: () => number;
}

const CAPABILITIES: ReadonlySet<Capability> = new Set([
  'instant',
  'range',
  'metadata',
  'series',
  'labels',
  'rules',
  'targets',
  'statistics',
]);

/** Any server with the HTTP API of Prometheus: Prometheus itself, Mimir, Thanos, VictoriaMetrics. */
export function createPrometheusProvider(
  settings: PrometheusSettings,
  options: PrometheusProviderOptions = {},
): TelemetryProvider {
  const { concurrency = 8, now = Date.now } = options;
  const transport = createHttpTransport({
    settings,
    connections: concurrency,
    maxResponseBytes: options.maxResponseBytes ?? 50 * 2 ** 20,
  });
  const client = createPrometheusClient({
    settings,
    transport,
    queue: createRequestQueue({ concurrency, maxWaiting: options.maxWaiting ?? 500, now }),
    retries: options.retries ?? 2,
    now,
    random: options.random ?? Math.random,
    sleep: async (milliseconds, signal) => {
      await delay(milliseconds, undefined, { signal });
    },
  });
  return { kind: 'prometheus', capabilities: CAPABILITIES, ...createReads(client), close: () => transport.close() };
}

function createReads(client: PrometheusClient): Omit<TelemetryProvider, 'kind' | 'capabilities' | 'close'> {
  const readQuery = async (path: string, parameters: Parameters, options: CallOptions): Promise<QueryResult> => {
    const startedAt = performance.now();
    const reply = await client.read(path, parameters, { ...options, canPost: true });
    const sourceMs = performance.now() - startedAt;
    return { ...parseQueryData(reply.data), warnings: reply.warnings, infos: reply.infos, sourceMs };
  };
  const get = (path: string, options: CallOptions): Promise<ClientReply> => client.read(path, [], options);
  const list = (path: string, selection: Partial<SeriesSelection>, options: ReadListOptions): Promise<ClientReply> =>
    client.read(path, toParameters(selection), options);

  return {
    queryInstant: ({ promql, time }, options = {}) =>
      readQuery(
        '/api/v1/query',
        [
          ['query', promql],
          ['time', formatTime(time)],
        ],
        options,
      ),
    queryRange: ({ promql, start, end, stepSeconds }, options = {}) =>
      readQuery(
        '/api/v1/query_range',
        [
          ['query', promql],
          ['start', formatTime(start)],
          ['end', formatTime(end)],
          ['step', String(stepSeconds)],
        ],
        options,
      ),
    async buildInfo(options = {}) {
      const { data, headers } = await get('/api/v1/status/buildinfo', options);
      return parseBuildInfo(data, headers);
    },
    metadata: async (options = {}) => parseMetadata((await get('/api/v1/metadata', options)).data),
    rules: async (options = {}) => parseRules((await get('/api/v1/rules', options)).data),
    targets: async (options = {}) =>
      parseTargets((await client.read('/api/v1/targets', [['state', 'active']], options)).data),
    statistics: async (options = {}) =>
      parseStatistics((await client.read('/api/v1/status/tsdb', [['limit', '10000']], options)).data),
    series: async (selection, options = {}) =>
      parseSeriesList((await list('/api/v1/series', selection, { ...options, canPost: true })).data),
    labelNames: async (selection, options = {}) =>
      parseNames((await list('/api/v1/labels', selection, { ...options, canPost: true })).data),
    labelValues: async (label, selection, options = {}) =>
      parseNames((await list(`/api/v1/label/${encodeURIComponent(label)}/values`, selection, options)).data),
  };
}

type ReadListOptions = CallOptions & { readonly canPost?: boolean };

function toParameters({ match = [], start, end, limit }: Partial<SeriesSelection>): Parameters {
  const parameters: [string, string][] = match.map((selector) => ['match[]', selector]);
  if (start !== undefined) parameters.push(['start', formatTime(start)]);
  if (end !== undefined) parameters.push(['end', formatTime(end)]);
  if (limit !== undefined) parameters.push(['limit', String(limit)]);
  return parameters;
}

/** Unix seconds to the millisecond, the finest that Prometheus stores. */
function formatTime(seconds: number): string {
  return (Math.round(seconds * 1000) / 1000).toString();
}
