import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** How the source behaves from now on. */
export type Mood = 'well' | 'garbage' | 'busy' | 'hang-up' | 'cut' | 'hang';

export interface MoodyProxy {
  readonly url: string;
  mood: Mood;
  /** Queries passed on or not, in order. */
  readonly queries: string[];
  stop(): Promise<void>;
}

/** A way to a real Prometheus that can fail in the middle of its life, as networks and servers do. */
export async function startMoodyProxy(target: string): Promise<MoodyProxy> {
  const queries: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const path = request.url ?? '/';
    if (path.includes('/query')) queries.push(`${path} ${body}`);
    if (proxy.mood !== 'well') return misbehave(proxy.mood, response);
    const type = request.headers['content-type'];
    const reply = await fetch(new URL(path, target), {
      method: request.method ?? 'GET',
      ...(body !== '' && { body }),
      ...(type !== undefined && { headers: { 'content-type': type } }),
    });
    response.writeHead(reply.status, { 'content-type': 'application/json' }).end(await reply.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  const proxy: MoodyProxy = {
    url: `http://127.0.0.1:${port}`,
    mood: 'well',
    queries,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}

function misbehave(mood: Exclude<Mood, 'well'>, response: ServerResponse): void {
  if (mood === 'garbage') response.writeHead(200, { 'content-type': 'application/json' }).end('%PDF-1.7 not json');
  if (mood === 'busy') response.writeHead(503, { 'retry-after': '1' }).end('try later');
  if (mood === 'hang-up') response.destroy();
  if (mood === 'cut') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"status":"success","data":{"resultType":"vec');
    setTimeout(() => response.destroy(), 20);
  }
}
