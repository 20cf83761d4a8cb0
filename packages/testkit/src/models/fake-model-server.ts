import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ModelReply } from './model-reply.ts';

export type RecordedRequest = {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  /** Exact bytes of the body. */
  body: Buffer;
  /** The body parsed, or undefined when it is not JSON. */
  json: unknown;
  /** The client went away before the reply was complete. */
  wasAborted: boolean;
};

export type ModelScript = (request: RecordedRequest) => ModelReply;

export type FakeModelServer = {
  url: string;
  /** What a client is configured with: `url` plus the provider's version prefix. */
  baseUrl: string;
  /** Requests in order of arrival; bodies of unfinished requests are absent. */
  requests: readonly RecordedRequest[];
  /** Every byte that arrived over any connection, request lines and headers included. */
  receivedBytes(): Buffer;
  /** Replies for the next requests, first in first out; they go before the script. */
  enqueue(...replies: readonly ModelReply[]): void;
  /** Decides about all requests for which nothing is queued. Initially: the text "ok". */
  setScript(script: ModelScript): void;
  stop(): Promise<void>;
};

/** A reply as it goes over the wire: JSON, or server-sent events piece by piece. */
export type WireReply =
  | { kind: 'json'; status: number; headers?: Record<string, string>; body: unknown }
  | { kind: 'raw'; contentType: string; body: string }
  | { kind: 'events'; events: readonly string[]; breakAfter?: number }
  | { kind: 'cut-json'; body: unknown }
  | { kind: 'hang-up' };

export type Protocol = {
  basePath: string;
  /** A reply that does not depend on the script (bad path, bad request, embeddings), or null: ask the script. */
  answerFirst(request: RecordedRequest): WireReply | null;
  encode(request: RecordedRequest, reply: ModelReply): WireReply;
};

/** Serves a protocol on a free loopback port. Keeps what arrives until `stop`. */
export async function startFakeModelServer(protocol: Protocol): Promise<FakeModelServer> {
  const requests: RecordedRequest[] = [];
  const received: Buffer[] = [];
  const queue: ModelReply[] = [];
  let script: ModelScript = () => ({ kind: 'text', text: 'ok' });
  const server = createServer(async (message, response) => {
    const request = await readRequest(message, response);
    requests.push(request);
    const immediate = protocol.answerFirst(request);
    if (immediate !== null) return send(response, immediate, 0);
    const reply = queue.shift() ?? script(request);
    if (reply.delayMs !== undefined) await sleep(reply.delayMs);
    if (!request.wasAborted) await send(response, protocol.encode(request, reply), reply.pieceDelayMs ?? 0);
  });
  server.on('connection', (socket) => socket.on('data', (chunk) => received.push(chunk)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return {
    url,
    baseUrl: `${url}${protocol.basePath}`,
    requests,
    receivedBytes: () => Buffer.concat(received),
    enqueue: (...replies) => void queue.push(...replies),
    setScript: (next) => {
      script = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const wasCutByUs = new WeakSet<ServerResponse>();

function cut(response: ServerResponse): void {
  wasCutByUs.add(response);
  response.socket?.destroy();
}

async function readRequest(message: IncomingMessage, response: ServerResponse): Promise<RecordedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const request: RecordedRequest = {
    method: message.method ?? '',
    path: message.url ?? '',
    headers: message.headers,
    body,
    json: parseJson(body),
    wasAborted: false,
  };
  response.once('close', () => {
    request.wasAborted = !response.writableFinished && !wasCutByUs.has(response);
  });
  return request;
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

async function send(response: ServerResponse, reply: WireReply, pieceDelayMs: number): Promise<void> {
  switch (reply.kind) {
    case 'json':
      response
        .writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers })
        .end(JSON.stringify(reply.body));
      return;
    case 'raw':
      response.writeHead(200, { 'content-type': reply.contentType }).end(reply.body);
      return;
    case 'hang-up':
      return cut(response);
    case 'cut-json':
      return sendHalf(response, JSON.stringify(reply.body));
    case 'events':
      return sendEvents(response, reply, pieceDelayMs);
  }
}

async function sendHalf(response: ServerResponse, text: string): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  await new Promise((resolve) => response.write(text.slice(0, text.length / 2), resolve));
  cut(response);
}

async function sendEvents(
  response: ServerResponse,
  { events, breakAfter }: { events: readonly string[]; breakAfter?: number },
  pieceDelayMs: number,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  for (const event of events.slice(0, breakAfter)) {
    if (response.destroyed) return;
    await new Promise((resolve) => response.write(event, resolve));
    if (pieceDelayMs > 0) await sleep(pieceDelayMs);
  }
  if (breakAfter === undefined) response.end();
  else cut(response);
}
