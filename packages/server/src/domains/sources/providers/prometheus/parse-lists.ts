import { z } from 'zod';
import type { BuildInfo, MetricMetadata, Rule, ScrapeTarget, SourceStatistics } from '../../provider.ts';
import { createSourceError } from '../../source-error.ts';
import { parseLabels } from './parse-result.ts';

const metadataReply = z.record(
  z.string(),
  z.array(z.object({ type: z.string().default(''), help: z.string().default(''), unit: z.string().default('') })),
);

const rulesReply = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      rules: z.array(z.object({ type: z.string(), name: z.string(), query: z.string(), state: z.string().optional() })),
    }),
  ),
});

const targetsReply = z.object({
  activeTargets: z.array(
    z.object({
      labels: z.record(z.string(), z.string()),
      health: z.string(),
      scrapeInterval: z.string().optional(),
    }),
  ),
});

const buildInfoReply = z.object({
  version: z.string().default(''),
  revision: z.string().optional(),
  goVersion: z.string().optional(),
  application: z.string().optional(),
});

const statisticsReply = z.object({
  headStats: z.object({ numSeries: z.number() }).optional(),
  seriesCountByMetricName: z.array(z.object({ name: z.string(), value: z.coerce.number() })).default([]),
});

export function parseMetadata(data: unknown): ReadonlyMap<string, readonly MetricMetadata[]> {
  return new Map(Object.entries(parse(metadataReply, data)));
}

export function parseRules(data: unknown): readonly Rule[] {
  return parse(rulesReply, data).groups.flatMap(({ name: group, rules }) =>
    rules.map(({ type, name, query, state }) => ({
      kind: type === 'alerting' ? ('alerting' as const) : ('recording' as const),
      name,
      query,
      group,
      ...(state === undefined ? {} : { state }),
    })),
  );
}

export function parseTargets(data: unknown): readonly ScrapeTarget[] {
  return parse(targetsReply, data).activeTargets.map(({ labels, health, scrapeInterval }) => {
    const seconds = scrapeInterval === undefined ? undefined : parseDurationSeconds(scrapeInterval);
    return {
      labels,
      health: health === 'up' || health === 'down' ? health : 'unknown',
      ...(seconds === undefined ? {} : { scrapeIntervalSeconds: seconds }),
    };
  });
}

/**
 * Which server this is. Mimir names itself in `application` (grafana.com/docs/mimir, "Get build information"); VictoriaMetrics
 * answers a bare version for Grafana's sake and signs its replies with `X-Server-Hostname`; Thanos still counts from 0.
 */
export function parseBuildInfo(data: unknown, headers: Readonly<Record<string, string | undefined>>): BuildInfo {
  const { version, revision, goVersion, application } = parse(buildInfoReply, data);
  if (application?.includes('Mimir') === true) return { version, flavour: 'mimir' };
  if (application !== undefined && application !== '' && application !== 'Prometheus') {
    return { version, flavour: 'unknown' };
  }
  if (headers['x-server-hostname'] !== undefined || (revision === undefined && goVersion === undefined)) {
    return { version, flavour: 'victoriametrics' };
  }
  return { version, flavour: version.startsWith('0.') ? 'thanos' : 'prometheus' };
}

export function parseStatistics(data: unknown): SourceStatistics {
  const { headStats, seriesCountByMetricName } = parse(statisticsReply, data);
  return {
    ...(headStats === undefined ? {} : { seriesCount: headStats.numSeries }),
    seriesByMetric: new Map(seriesCountByMetricName.map(({ name, value }) => [name, value])),
  };
}

export function parseSeriesList(data: unknown): readonly Readonly<Record<string, string>>[] {
  if (!Array.isArray(data)) throw malformed('is not a list of series');
  return data.map(parseLabels);
}

export function parseNames(data: unknown): readonly string[] {
  // Prometheus up to 2.x answers null for an empty list on some endpoints.
  if (data === null || data === undefined) return [];
  if (!Array.isArray(data)) throw malformed('is not a list of names');
  return data.filter((entry) => typeof entry === 'string');
}

/** A Prometheus duration such as `1m30s` in seconds; undefined when it is none. */
function parseDurationSeconds(text: string): number | undefined {
  if (!/^(\d+(ms|[smhdwy]))+$/.test(text)) return undefined;
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)(ms|[smhdwy])/g)) {
    seconds += Number(amount) * (SECONDS[unit ?? ''] ?? 0);
  }
  return seconds;
}

const SECONDS: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3_600,
  d: 86_400,
  w: 604_800,
  y: 31_536_000,
};

function parse<T extends z.ZodType>(schema: T, data: unknown): z.infer<T> {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  throw malformed(`differs from the protocol at "${result.error.issues[0]?.path.join('.') ?? ''}"`);
}

function malformed(what: string) {
  return createSourceError('source_protocol', { hint: `Its answer ${what}.` });
}
