import type { Route } from '@locum/contracts';

interface Target {
  readonly baseUrl: string;
  readonly token: string | undefined;
}

interface Input {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

interface RequestOptions {
  readonly signal: AbortSignal | undefined;
  readonly accept: string;
  readonly lastEventId?: number;
  readonly idempotencyKey?: string | undefined;
}

/** The HTTP request that a contract and its input describe. */
export function buildRequest(target: Target, route: Route, input: Input, options: RequestOptions): Request {
  const headers = new Headers({ accept: options.accept });
  if (target.token !== undefined) headers.set('authorization', `Bearer ${target.token}`);
  if (options.lastEventId !== undefined && options.lastEventId > 0)
    headers.set('last-event-id', String(options.lastEventId));
  if (options.idempotencyKey !== undefined) headers.set('idempotency-key', options.idempotencyKey);
  if (input.body !== undefined) headers.set('content-type', 'application/json');
  return new Request(`${target.baseUrl}${fillPath(route.path, entriesOf(input.params))}${queryString(input.query)}`, {
    method: route.method,
    headers,
    // The session cookie belongs to the origin of the server; other origins use tokens.
    credentials: 'same-origin',
    ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
}

function fillPath(path: string, params: [string, unknown][]): string {
  return params.reduce((text, [name, value]) => text.replace(`:${name}`, encodeURIComponent(String(value))), path);
}

function queryString(query: unknown): string {
  const search = new URLSearchParams();
  for (const [name, value] of entriesOf(query)) if (value !== undefined) search.set(name, String(value));
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
