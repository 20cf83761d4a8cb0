import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { Registry } from 'prom-client';
import { type ExposedMetrics, expose } from '../metrics/exposition.ts';
import { registerProcessMetrics } from '../metrics/process-metrics.ts';
import type { FaultName } from '../world/faults.ts';
import { createRandom } from '../world/random.ts';
import type { Release, ServiceName } from '../world/releases.ts';
import { auth } from './auth.ts';
import { createPeerCaller, type PeerAddresses, parseFields } from './call-peer.ts';
import { cart } from './cart.ts';
import { checkout } from './checkout.ts';
import { payments } from './payments.ts';
import { search } from './search.ts';
import type { Service, ServiceKind } from './service.ts';

const kinds: Record<ServiceName, ServiceKind> = { checkout, auth, cart, payments, search };
const peerTimeoutMs = 4000;
const bodyLimitBytes = 64 * 1024;
export const loopback = '127.0.0.1';

export interface ServiceOptions {
  name: ServiceName;
  /** 0 takes any free port. */
  port: number;
  addresses: PeerAddresses;
  seed: string;
  release: Release;
  faults: readonly FaultName[];
}

export interface RunningService {
  /** `host:port` */
  address: string;
  setFault(name: FaultName, on: boolean): void;
  close(): Promise<void>;
}

/** Starts one service on loopback: its own routes, `/metrics` and `/health`. Rejects when the port is taken. */
export async function runService(options: ServiceOptions): Promise<RunningService> {
  const kind = kinds[options.name];
  const registry = new Registry();
  registry.setDefaultLabels(kind.constantLabels);
  registerProcessMetrics(registry, Date.now());
  const active = new Set<FaultName>(options.faults);
  const peers = createPeerCaller({ addresses: options.addresses, timeoutMs: peerTimeoutMs });
  const service = kind.create({
    registry,
    random: createRandom(`${options.seed}/${options.name}`),
    release: options.release,
    callPeer: peers.callPeer,
    hasFault: (name) => active.has(name),
    sleep: (seconds) => wait(seconds * 1000),
    now: Date.now,
  });
  const metrics = { registry, constantLabels: kind.constantLabels, nativeHistograms: service.nativeHistograms ?? [] };
  const listening = await listen(options.port, (request, response) => reply({ request, response, service, metrics }));
  return {
    address: listening.address,
    setFault: (name, on) => {
      if (on) active.add(name);
      else if (active.delete(name)) service.recover?.(name);
    },
    close: async () => {
      service.close?.();
      peers.close();
      await listening.close();
    },
  };
}

/** An HTTP server on loopback; `close` ends open connections too. */
export async function listen(
  port: number,
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<{ address: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, loopback, resolve);
  });
  const bound = server.address();
  const address = `${loopback}:${typeof bound === 'object' && bound !== null ? bound.port : port}`;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { address, close };
}

/** The body of a request as text; null when it is larger than the limit. */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    sizeBytes += bytes.length;
    if (sizeBytes > bodyLimitBytes) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function reply(exchange: {
  request: IncomingMessage;
  response: ServerResponse;
  service: Service;
  metrics: ExposedMetrics;
}): Promise<void> {
  const { request, response, service, metrics } = exchange;
  const { method = 'GET', url: path = '/' } = request;
  if (method === 'GET' && path === '/metrics') {
    const { contentType, body } = await expose(metrics, request.headers.accept);
    response.writeHead(200, { 'content-type': contentType }).end(body);
    return;
  }
  if (method === 'GET' && path === '/health') return sendJson(response, 200, { status: 'ok' });
  const text = await readBody(request);
  if (text === null) return sendJson(response, 413, { error: `a body may have ${bodyLimitBytes} bytes at most` });
  const { status, fields } = await service.handle({ method, path, fields: parseFields(text) });
  sendJson(response, status, fields);
}
