import { inferMetric, type LabelFacts, type MetricCatalog, type MetricFacts, type MetricType } from '../src/index.ts';

export interface LiveCatalog extends MetricCatalog {
  /** Label sets of every metric's series, for making queries that match something. */
  readonly series: ReadonlyMap<string, readonly Readonly<Record<string, string>>[]>;
}

interface Stream {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly unknown[];
}

const WINDOW_SECONDS = 60;

/** What a discovery would know of a server at one moment: types, series, labels and sample spacing. */
export async function readLiveCatalog(url: string, timeSeconds: number): Promise<LiveCatalog> {
  const body = new URLSearchParams({ query: `{__name__!=""}[${WINDOW_SECONDS}s]`, time: String(timeSeconds) });
  const reply = await fetch(`${url}/api/v1/query`, { method: 'POST', body });
  const streams = readStreams(await reply.json());
  const byName = new Map<string, Stream[]>();
  for (const stream of streams) {
    const name = stream.metric.__name__ ?? '';
    byName.set(name, [...(byName.get(name) ?? []), stream]);
  }
  const types = await readTypes(url);
  const facts = new Map([...byName].map(([name, group]) => [name, describe(name, group, typeOf(name, types))]));
  const series = new Map([...byName].map(([name, group]) => [name, group.map((stream) => stream.metric)]));
  return { metric: (name) => facts.get(name), metricNames: () => facts.keys(), series };
}

function readStreams(body: unknown): Stream[] {
  if (typeof body !== 'object' || body === null || !('data' in body)) throw new Error('not a query reply');
  const data = body.data;
  if (typeof data !== 'object' || data === null || !('result' in data) || !Array.isArray(data.result)) {
    throw new Error('a query reply without a result');
  }
  // The shape is Prometheus's documented matrix format; this is a proof against a server we started.
  return data.result as Stream[];
}

const TYPES: ReadonlySet<string> = new Set(['counter', 'gauge', 'histogram', 'summary', 'info', 'stateset']);

async function readTypes(url: string): Promise<ReadonlyMap<string, MetricType>> {
  const body: unknown = await (await fetch(`${url}/api/v1/metadata`)).json();
  const types = new Map<string, MetricType>();
  const isType = (text: string): text is MetricType => TYPES.has(text);
  for (const [, family = '', type = ''] of JSON.stringify(body).matchAll(/"([\w:]+)":\[\{[^\]]*?"type":"(\w+)"/g)) {
    if (isType(type)) types.set(family, type);
  }
  return types;
}

function typeOf(name: string, types: ReadonlyMap<string, MetricType>): MetricType | undefined {
  return types.get(name) ?? types.get(name.replace(/_(?:bucket|sum|count|total)$/, ''));
}

function describe(name: string, group: readonly Stream[], type: MetricType | undefined): MetricFacts {
  const values = new Map<string, Set<string>>();
  for (const stream of group) {
    for (const [label, value] of Object.entries(stream.metric)) {
      if (label === '__name__') continue;
      values.set(label, (values.get(label) ?? new Set()).add(value));
    }
  }
  const labels = new Map<string, LabelFacts>(
    [...values].map(([label, set]) => [label, { values: [...set], complete: true, distinct: set.size }]),
  );
  const samples = group.reduce((sum, stream) => sum + stream.values.length, 0) / group.length;
  return {
    ...inferMetric(name, { type }),
    seriesCount: group.length,
    scrapeIntervalSeconds: WINDOW_SECONDS / Math.max(1, samples),
    labels,
  };
}
