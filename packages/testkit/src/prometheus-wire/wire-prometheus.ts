import type { IncomingMessage, ServerResponse } from 'node:http';
import { DIALECTS, type Dialect, type DialectName, type WireSeries } from './dialects.ts';
import { readParameters, serveOnLoopback } from './http-server.ts';
import { type Matcher, readSelector } from './selector.ts';

export type WirePrometheus = {
  /** Base URL as a user would configure it, prefix included. */
  url: string;
  /** Method, path and headers of what arrived. */
  requests: readonly { method: string; path: string; headers: IncomingMessage['headers'] }[];
  stop(): Promise<void>;
};

/**
 * Speaks a Prometheus dialect over real HTTP from a small fixed set of series (metrics `up`, `till_*`). Queries are selectors,
 * `rate(selector[window])` or `1`; anything else is answered with the dialect's parse error. It proves the wire format, not PromQL.
 */
export async function startWirePrometheus({ dialect: name }: { dialect: DialectName }): Promise<WirePrometheus> {
  const dialect = DIALECTS[name];
  const requests: WirePrometheus['requests'][number][] = [];
  const { url, stop } = await serveOnLoopback(async (request, response) => {
    requests.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers });
    const address = new URL(request.url ?? '/', 'http://fixture');
    const reply = answer(dialect, request, address.pathname, await readParameters(request, address));
    send(response, reply);
  });
  return { url: `${url}${dialect.basePath}`, requests, stop };
}

type Reply = { status: number; body: object } | { status: number; text: string };

function send(response: ServerResponse, reply: Reply): void {
  const isText = 'text' in reply;
  response.writeHead(reply.status, { 'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json' });
  response.end(isText ? reply.text : JSON.stringify(reply.body));
}

const NOT_FOUND: Reply = { status: 404, text: '404 page not found\n' };

function answer(dialect: Dialect, request: IncomingMessage, pathname: string, parameters: URLSearchParams): Reply {
  if (dialect.needsTenant && request.headers['x-scope-orgid'] === undefined)
    return { status: 401, text: 'no org id\n' };
  const prefix = `${dialect.basePath}/api/v1`;
  if (!pathname.startsWith(`${prefix}/`)) return NOT_FOUND;
  const path = pathname.slice(prefix.length);
  if (path === '/status/buildinfo') return success(dialect.buildInfo);
  if (path === '/metadata') return success(limited(dialect, parameters));
  if (path === '/query') return answerQuery(dialect, parameters, false);
  if (path === '/query_range') return answerQuery(dialect, parameters, true);
  if (path in dialect.fixed) return success(dialect.fixed[path]);
  return answerList(dialect, path, parameters);
}

function success(data: unknown, extras: object = {}): Reply {
  return { status: 200, body: { status: 'success', data, ...extras } };
}

function limited(dialect: Dialect, parameters: URLSearchParams) {
  const wanted = parameters.get('metric');
  const entries = Object.entries(dialect.metadata).filter(([metric]) => wanted === null || metric === wanted);
  return Object.fromEntries(entries.slice(0, Number(parameters.get('limit') ?? entries.length)));
}

function answerList(dialect: Dialect, path: string, parameters: URLSearchParams): Reply {
  const selectors = parameters.getAll('match[]').map((text) => readSelector(text, dialect.acceptsQuotedNames));
  if (selectors.some((selector) => selector === null))
    return dialect.parseError(parameters.getAll('match[]').join(' '));
  const matchers = selectors.filter((selector): selector is Matcher => selector !== null);
  const labels = dialect.series
    .map((series) => series.labels)
    .filter((each) => matchers.length === 0 || matchers.some((matches) => matches(each)));
  const limit = Number(parameters.get('limit') ?? 0) || Number.POSITIVE_INFINITY;
  if (path === '/series') {
    if (matchers.length > 0) return success(labels.slice(0, limit));
    return { status: 400, body: { status: 'error', errorType: 'bad_data', error: 'no match[] parameter provided' } };
  }
  if (path === '/labels') return success([...new Set(labels.flatMap(Object.keys))].sort().slice(0, limit));
  const label = /^\/label\/([^/]+)\/values$/.exec(path)?.[1];
  if (label === undefined) return NOT_FOUND;
  const name = decodeURIComponent(label);
  return success([...new Set(labels.flatMap((each) => each[name] ?? []))].sort().slice(0, limit));
}

function answerQuery(dialect: Dialect, parameters: URLSearchParams, isRange: boolean): Reply {
  const query = parameters.get('query') ?? '';
  const times = isRange ? listTimes(parameters) : [Number(parameters.get('time') ?? Date.now() / 1000)];
  if (query === '1' && !isRange) return success({ resultType: 'scalar', result: [times[0], '1'] });
  const rated = /^rate\((.+)\[\d+[smhd]\]\)$/.exec(query)?.[1];
  const matches = readSelector(rated ?? query, dialect.acceptsQuotedNames);
  if (matches === null) return dialect.parseError(query);
  const found = dialect.series.filter((series) => matches(series.labels));
  const result = found.map((series) => writeSeries(rated === undefined ? series : withoutName(series), times, isRange));
  // A rate of what is not named like a counter comes with an annotation, since Prometheus 3.
  const isDoubtful = rated !== undefined && dialect.acceptsQuotedNames && !/_(total|sum|count|bucket)\b/.test(rated);
  const infos = isDoubtful
    ? {
        infos: [
          `PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket: ${JSON.stringify(rated)} (1:6)`,
        ],
      }
    : {};
  return success(
    { resultType: isRange ? 'matrix' : 'vector', result },
    { ...dialect.queryExtras(found.length), ...infos },
  );
}

function listTimes(parameters: URLSearchParams): number[] {
  const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(parameters.get(name)));
  if (start === undefined || end === undefined || step === undefined || !(step > 0)) return [];
  return Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, index) => start + index * step);
}

function withoutName(series: WireSeries): WireSeries {
  const { __name__, ...labels } = series.labels;
  return { ...series, labels };
}

function writeSeries(series: WireSeries, times: readonly number[], isRange: boolean): object {
  const metric = series.labels;
  const [name, sample] = 'histogram' in series ? ['histogram', series.histogram] : ['value', series.value];
  return isRange
    ? { metric, [`${name}s`]: times.map((time) => [time, sample]) }
    : { metric, [name]: [times[0], sample] };
}
