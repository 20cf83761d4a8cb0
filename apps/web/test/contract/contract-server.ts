import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { type ErrorCode, errorTable, type Route } from '@locum/contracts';
import { createHandlers, type Handler, RefusedError } from './handlers.ts';
import { createWorld, type World } from './world.ts';

export interface ContractServer {
  url: string;
  /** What the server says; tests change it to bring a state about. */
  world: World;
  close(): Promise<void>;
}

/**
 * Serves the built application and speaks the HTTP contract: what comes in is parsed by the contract's schemas, what goes
 * out is held to them, so that a page which works here works with every server that keeps the contract.
 */
export async function startContractServer(folder: string): Promise<ContractServer> {
  const world = createWorld();
  const handlers = createHandlers(world);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://here');
    const work = url.pathname.startsWith('/api/')
      ? answerApi(handlers, world, request, response, url)
      : serveFile(folder, url.pathname, response);
    Promise.resolve(work).catch((failure) => {
      console.error(failure);
      if (!response.headersSent) sendError(response, 'internal');
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    world,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Found = { route: Route; handler: Handler; params: Record<string, string> };

async function answerApi(
  handlers: Map<Route, Handler>,
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
) {
  const found = findHandler(handlers, request.method ?? 'GET', url.pathname);
  if (!found) return sendError(response, 'not_found');
  if (world.slow.includes(url.pathname)) return;
  const forced = world.failures.get(`${found.route.method} ${found.route.path}`);
  if (forced) return sendError(response, forced);
  if (found.route.access !== 'public' && !world.isSignedIn) return sendError(response, 'unauthenticated');
  const body = await readBody(request);
  const input = {
    params: found.route.params?.parse(found.params) ?? {},
    query: found.route.query?.parse(Object.fromEntries(url.searchParams)) ?? {},
    body: found.route.body?.parse(body),
  };
  try {
    const stream = request.headers.accept?.includes('text/event-stream') ? response : null;
    const reply = await found.handler({ ...input, stream, request });
    if (!stream) sendJson(response, 200, found.route.reply.parse(reply));
  } catch (failure) {
    if (!(failure instanceof RefusedError)) throw failure;
    sendError(response, failure.code, failure.hint);
  }
}

function findHandler(handlers: Map<Route, Handler>, method: string, path: string): Found | null {
  for (const [route, handler] of handlers) {
    const pattern = new RegExp(`^${route.path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
    const match = route.method === method ? pattern.exec(path) : null;
    if (match) return { route, handler, params: { ...match.groups } };
  }
  return null;
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  return text ? JSON.parse(text) : undefined;
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

function sendError(response: ServerResponse, code: ErrorCode, hint?: string): void {
  const { status, message } = errorTable[code];
  sendJson(response, status, { error: { code, message, ...(hint ? { hint } : {}), requestId: 'req-7f3a91' } });
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
// As strict as the application can live with, so that the tests notice what would break under it.
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

function serveFile(folder: string, path: string, response: ServerResponse): void {
  const asked = join(folder, normalize(path));
  const isFile = asked.startsWith(folder) && existsSync(asked) && statSync(asked).isFile();
  const file = isFile ? asked : join(folder, 'index.html');
  response.writeHead(200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    'content-security-policy': policy,
  });
  createReadStream(file).pipe(response);
}
