import { build, type Expr } from '@locum/promql';
import type { CatalogSnapshot, MetricFamily } from '../../../../catalog/index.ts';
import type { MeasureDraft } from '../measure.ts';
import { isAveraged, kindOf } from '../measure-facts.ts';
import { CODE_LABELS, isBadResult, RESULT_LABELS } from '../outcome-labels.ts';
import { foldValue } from '../values.ts';
import { type DerivationContext, derivedMeasure } from './derived-measure.ts';

const NOUNS = 'requests?|quer(?:y|ies)|calls?|rpcs?|search(?:es)?|lookups?|operations?|commands?';
/** `cart_http_requests_total`, `search_queries_total`: what the program in front was asked. */
const COUNTED = new RegExp(
  `^([a-z0-9_]+?)_(?:(?:http|grpc|api|rpc|server)_){0,2}(${NOUNS})(?:_(?:handled|served|received|processed|completed))?_total$`,
);
/** `cart_http_request_duration_seconds`, `search_query_latency_seconds`: how long it took to answer. */
const TIMED = new RegExp(
  `^([a-z0-9_]+?)_(?:(?:http|grpc|api|rpc|server)_){0,2}(${NOUNS})_(?:duration|latency|time|handling|processing)(?:_(?:seconds|milliseconds|ms))?$`,
);

const REQUESTS = [
  ...['requests', 'request rate', 'requests per second', 'traffic', 'throughput', 'request volume', 'requests served'],
];
const LATENCY = ['latency', 'request latency', 'request duration', 'response time', 'how long requests take'];
const ERROR_RATE = ['error rate', 'error ratio', 'failure rate', 'share of requests failing', 'request failures'];
const ERRORS = ['errors', 'failed requests', 'server errors', '5xx'];

/**
 * Traffic, errors and latency of a service that calls its metrics after itself, under the same titles as those that call them as
 * everybody does: what is asked of all services finds them by these. Nothing of what a knowledge file describes.
 */
export function serviceSignals(family: MetricFamily, context: DerivationContext): MeasureDraft[] {
  const isCounted = family.type === 'counter';
  const match = (isCounted ? COUNTED : TIMED).exec(family.name);
  const [, prefix = '', noun = ''] = match ?? [];
  if (!match || !isOwnPrefix(prefix, family) || isKnown(family, context)) return [];
  if (isCounted) return [requests(family, noun, context), ...failures(family, context)];
  if (!['histogram', 'native_histogram', 'summary'].includes(family.type)) return [];
  const count = countBeside(prefix, family, context.snapshot);
  return [
    latency(family, { prefix, noun }, context),
    ...(count === undefined ? [] : [signal('requests', REQUESTS, build.selector(count), family, context)]),
  ];
}

/** The family belongs to one service, and is called after it: `cart_…` of cart, `shop_cart_…` of cart-service. */
function isOwnPrefix(prefix: string, { services }: MetricFamily): boolean {
  const [service, ...others] = services;
  if (service === undefined || others.length > 0) return false;
  const whole = foldValue(service);
  const name = whole.replace(/-(?:service|svc|api|server|app)$/, '');
  const folded = foldValue(prefix);
  return folded === whole || folded === name || folded.endsWith(`-${name}`);
}

function isKnown({ name, series }: MetricFamily, { known }: DerivationContext): boolean {
  const names = new Set([name, ...series.map((facts) => facts.name)]);
  return known.some(({ metrics }) => metrics.some((metric) => names.has(metric)));
}

/** Only where no counter tells the same. */
function countBeside(prefix: string, family: MetricFamily, snapshot: CatalogSnapshot): string | undefined {
  for (const name of snapshot.families.keys()) if (COUNTED.exec(name)?.[1] === prefix) return undefined;
  return family.series.find((facts) => facts.role === 'count')?.name;
}

function requests(family: MetricFamily, noun: string, context: DerivationContext): MeasureDraft {
  const phrases = [...REQUESTS, noun, `${noun} per second`, `${noun} rate`];
  return signal('requests', phrases, build.selector(family.name), family, context);
}

function latency(
  family: MetricFamily,
  { prefix, noun }: { readonly prefix: string; readonly noun: string },
  context: DerivationContext,
): MeasureDraft {
  const phrases = [...LATENCY, `${noun} latency`, `${noun} time`, `${noun} duration`, `${prefix} time`];
  const draft = signal('latency', phrases, build.selector(family.name), family, context);
  return { ...draft, unit: family.unit ?? 'seconds' };
}

/** How many fail, and their share, where a label tells it. */
function failures(family: MetricFamily, context: DerivationContext): MeasureDraft[] {
  const matcher = failing(family);
  if (!matcher) return [];
  const failed = build.aggregate('sum', build.selector(family.name, [matcher]));
  const share = build.binary('/', failed, build.aggregate('sum', build.selector(family.name)));
  return [
    { ...signal('error rate', ERROR_RATE, share, family, context), unit: 'ratio', combine: 'avg', keys: [] },
    { ...signal('5xx', ERRORS, failed, family, context), keys: [] },
  ];
}

function failing({ labels }: MetricFamily) {
  const values = (label: string) => labels.get(label)?.values ?? [];
  const code = CODE_LABELS.find((label) => values(label).some((value) => /^[1-5]\d\d$/.test(value)));
  if (code !== undefined) return build.matcher(code, '=~', '5..');
  const result = RESULT_LABELS.find((label) => values(label).some(isBadResult));
  if (result === undefined) return undefined;
  const bad = values(result).filter(isBadResult);
  return build.matcher(result, bad.length === 1 ? '=' : '=~', bad.join('|'));
}

function signal(
  title: string,
  phrases: readonly string[],
  expr: Expr,
  family: MetricFamily,
  { snapshot, vocabulary }: DerivationContext,
): MeasureDraft {
  const draft = derivedMeasure({ title, phrases, expr }, [family], vocabulary);
  const metric = expr.type === 'VectorSelector' ? expr.name : undefined;
  return {
    ...draft,
    kind: kindOf(expr, snapshot),
    unit: 'count',
    combine: isAveraged(family.unit ?? '') ? 'avg' : 'sum',
    metrics: [metric !== undefined && snapshot.metric(metric) ? metric : (family.series[0]?.name ?? family.name)],
  };
}
