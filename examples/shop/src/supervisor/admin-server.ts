import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import { parseFields } from '../services/call-peer.ts';
import { listen, readBody, sendJson } from '../services/run-service.ts';
import { faultNames, findFaultName } from '../world/faults.ts';
import type { Switchboard } from './switchboard.ts';

interface AdminDependencies {
  switchboard: Switchboard;
  registry: Registry;
}

/**
 * The shop's switches on loopback: `GET /faults`, `GET /faults/<name>`, `PUT /faults/<name>` with `{"on": true}`, and the
 * supervisor's own `GET /metrics`. Requests that a web page could send (an Origin, a foreign Host) are refused.
 */
export function startAdminServer(
  port: number,
  deps: AdminDependencies,
): Promise<{ address: string; close(): Promise<void> }> {
  return listen(port, (request, response) => answer(request, response, deps));
}

async function answer(request: IncomingMessage, response: ServerResponse, deps: AdminDependencies): Promise<void> {
  const { method = 'GET', url: path = '/' } = request;
  if (isFromBrowser(request)) return sendJson(response, 403, { error: 'the shop takes no orders from web pages' });
  if (method === 'GET' && path === '/metrics') {
    const body = await deps.registry.metrics();
    response.writeHead(200, { 'content-type': deps.registry.contentType }).end(body);
    return;
  }
  if (method === 'GET' && path === '/faults') return sendJson(response, 200, { faults: deps.switchboard.list() });
  const [, asked] = /^\/faults\/([^/?]+)$/.exec(path) ?? [];
  if (asked === undefined) return sendJson(response, 404, { error: 'not found; try GET /faults' });
  const name = findFaultName(asked);
  if (name === null) return sendJson(response, 404, { error: unknownFault(asked) });
  if (method === 'GET') {
    return sendJson(response, 200, deps.switchboard.list().find((fault) => fault.name === name) ?? {});
  }
  if (method !== 'PUT') return sendJson(response, 405, { error: 'use GET or PUT' });
  const { on } = parseFields((await readBody(request)) ?? '');
  if (typeof on !== 'boolean') return sendJson(response, 400, { error: 'send {"on": true} or {"on": false}' });
  sendJson(response, 200, await deps.switchboard.set(name, on));
}

export function unknownFault(name: string): string {
  return `there is no fault "${name}"; the shop knows ${faultNames.join(', ')}`;
}

function isFromBrowser(request: IncomingMessage): boolean {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  return request.headers.origin !== undefined || !['127.0.0.1', 'localhost'].includes(host);
}
