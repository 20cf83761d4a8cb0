import { type CostOptions, estimateCost, parse } from '../src/index.ts';
import type { LiveCatalog } from './live-catalog.ts';
import { createRandom, type Random } from './random.ts';

export interface CostResult {
  readonly total: number;
  /** Estimates between half and twice the samples that Prometheus counted. */
  readonly close: number;
  readonly far: readonly { readonly query: string; readonly estimate: number; readonly truth: number }[];
}

export interface CostQuestion {
  readonly query: string;
  readonly kind: 'instant' | 'range';
  readonly rangeSeconds: number;
  readonly stepSeconds: number;
}

export interface CostServer {
  readonly url: string;
  readonly nowSeconds: number;
}

/** Compares estimates with the `totalQueryableSamples` of a running Prometheus; queries that load nothing do not count. */
export async function measureCost(
  server: CostServer,
  catalog: LiveCatalog,
  questions: Iterable<CostQuestion>,
): Promise<CostResult> {
  const far: { query: string; estimate: number; truth: number }[] = [];
  let total = 0;
  let close = 0;
  for (const question of questions) {
    const truth = await queryableSamples(server, question);
    if (truth === undefined || truth === 0) continue;
    const estimate = estimateSamples(question, catalog);
    total += 1;
    if (estimate >= truth / 2 && estimate <= truth * 2) close += 1;
    else far.push({ query: `${question.query} (${question.kind})`, estimate, truth });
  }
  return { total, close, far };
}

/** Queries of many shapes over the catalog's own metrics, the same for the same seed. */
export function* inventQuestions(catalog: LiveCatalog, count: number, seed: number): Generator<CostQuestion> {
  const random = createRandom(seed);
  for (let index = 0; index < count; index += 1) yield ask(catalog, random);
}

/** Every query both now and over the last hour. */
export function questionsOf(queries: readonly string[]): CostQuestion[] {
  const kinds = ['instant', 'range'] as const;
  return queries.flatMap((query) => kinds.map((kind) => ({ query, kind, rangeSeconds: 3_600, stepSeconds: 60 })));
}

function estimateSamples(question: CostQuestion, catalog: LiveCatalog): number {
  const result = parse(question.query);
  if (!result.ok) throw new Error(`${question.query}: ${result.error.message}`);
  const { kind, rangeSeconds, stepSeconds } = question;
  const options: CostOptions = { catalog, kind, rangeSeconds, stepSeconds };
  return estimateCost(result.expr, options).samples;
}

function ask(catalog: LiveCatalog, random: Random): CostQuestion {
  const kind = random.chance(0.5) ? 'instant' : 'range';
  const [rangeSeconds, stepSeconds] = random.pick([
    [3600, 60],
    [1800, 15],
    [900, 30],
  ] as const);
  return { query: makeQuery(catalog, random), kind, rangeSeconds, stepSeconds };
}

function makeQuery(catalog: LiveCatalog, random: Random): string {
  const names = [...catalog.metricNames()];
  const name = random.pick(names);
  const one = makeSelector(name, catalog, random);
  const other = makeSelector(random.pick(names), catalog, random);
  const label = random.pick([...(catalog.metric(name)?.labels.keys() ?? ['job'])]);
  const range = random.pick(['1m', '5m', '15m', '90s']);
  return random.pick([
    one,
    `sum by (${label}) (${one})`,
    `rate(${one}[${range}])`,
    `sum by (${label}) (rate(${one}[${range}]))`,
    `avg_over_time(${one}[${range}])`,
    `sum(rate(${one}[5m])) / sum(rate(${other}[5m]))`,
    `max_over_time(rate(${one}[1m])[10m:30s])`,
    `topk(5, ${one}) or ${other}`,
    `${one} offset 10m > 0`,
    `count(${one} @ end()) + count(${other})`,
    `histogram_quantile(0.9, sum by (le, ${label}) (rate(${one}[${range}])))`,
    `increase(${one}[10m]) and on (job) up`,
  ]);
}

/** A selector with none to two matchers taken from one real series, so that it matches something. */
function makeSelector(name: string, catalog: LiveCatalog, random: Random): string {
  const series = random.pick(catalog.series.get(name) ?? [{}]);
  const pairs = Object.entries(series).filter(([label]) => label !== '__name__');
  const matchers: string[] = [];
  for (let index = random.below(3); index > 0 && pairs.length > 0; index -= 1) {
    const [label, value] = random.pick(pairs);
    const alternative = random.pick(catalog.metric(name)?.labels.get(label)?.values ?? [value]);
    const escaped = [value, alternative].map((text) => text.replace(/[\\.*+?()[\]{}^$|"\n]/g, '.'));
    matchers.push(
      random.pick([
        `${label}=${JSON.stringify(value)}`,
        `${label}=~"${escaped.join('|')}"`,
        `${label}!=${JSON.stringify(alternative)}`,
      ]),
    );
  }
  return matchers.length === 0 ? name : `${name}{${matchers.join(',')}}`;
}

async function queryableSamples(server: CostServer, question: CostQuestion): Promise<number | undefined> {
  const timeSeconds = server.nowSeconds;
  const body = new URLSearchParams({ query: question.query, stats: 'all' });
  if (question.kind === 'instant') body.set('time', String(timeSeconds));
  else {
    body.set('start', String(timeSeconds - question.rangeSeconds));
    body.set('end', String(timeSeconds));
    body.set('step', String(question.stepSeconds));
  }
  const path = question.kind === 'instant' ? 'query' : 'query_range';
  const reply = await fetch(`${server.url}/api/v1/${path}`, { method: 'POST', body });
  const samples = /"totalQueryableSamples":(\d+)/.exec(await reply.text())?.[1];
  return samples === undefined ? undefined : Number(samples);
}
