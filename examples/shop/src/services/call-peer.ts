import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { ServiceName } from '../world/releases.ts';
import type { Fields, ServiceReply } from './service.ts';

export type PeerAddresses = Partial<Record<ServiceName, string>>;

export interface PeerCall {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  fields?: Fields;
}

/** What a call came to: an answer, or none because the other side is away or slower than the timeout. */
export type PeerOutcome = ({ outcome: 'answered'; reply: ServiceReply } | { outcome: 'timeout' | 'unreachable' }) & {
  seconds: number;
};

export type CallPeer = (peer: ServiceName, call: PeerCall) => Promise<PeerOutcome>;

/** Calls between the shop's programs: JSON over HTTP on kept-alive connections. Addresses are `host:port`. */
export function createPeerCaller(options: { addresses: PeerAddresses; timeoutMs: number }): {
  callPeer: CallPeer;
  close(): void;
} {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const callPeer: CallPeer = async (peer, call) => {
    const startedMs = performance.now();
    const address = options.addresses[peer];
    const result = address ? await send({ agent, address, call, timeoutMs: options.timeoutMs }) : 'unreachable';
    const seconds = (performance.now() - startedMs) / 1000;
    return typeof result === 'string' ? { outcome: result, seconds } : { outcome: 'answered', reply: result, seconds };
  };
  return { callPeer, close: () => agent.destroy() };
}

function send(options: {
  agent: Agent;
  address: string;
  call: PeerCall;
  timeoutMs: number;
}): Promise<ServiceReply | 'timeout' | 'unreachable'> {
  const { agent, address, call, timeoutMs } = options;
  const [host, port] = address.split(':');
  const body = call.fields ? JSON.stringify(call.fields) : '';
  return new Promise((resolve) => {
    let ended: 'timeout' | 'unreachable' = 'unreachable';
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const outgoing = request({ agent, host, port, method: call.method, path: call.path, headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', () => resolve(ended));
      incoming.on('end', () => {
        clearTimeout(timer);
        resolve({ status: incoming.statusCode ?? 0, fields: parseFields(Buffer.concat(chunks).toString()) });
      });
    });
    const timer = setTimeout(() => {
      ended = 'timeout';
      outgoing.destroy();
    }, timeoutMs);
    outgoing.on('error', () => {
      clearTimeout(timer);
      resolve(ended);
    });
    outgoing.end(body);
  });
}

/** JSON object of a body; an empty, broken or other body counts as no fields. */
export function parseFields(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    // An object that JSON.parse made has string keys and unknown values: exactly Fields.
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
  } catch {
    return {};
  }
}
