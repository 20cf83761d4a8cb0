import { createConnection } from 'node:net';
import { followRun } from '@locum/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestServer, memberOf, type TestServer } from '../../../test/http-server.ts';
import { AppError } from '../errors.ts';
import { eventStream, lastEventId, registerRoute } from './index.ts';

const event = (seq: number) => ({ seq, at: '2026-01-01T00:00:00.000Z', name: 'step', data: { seq } });

describe('a stream of events', () => {
  let server: TestServer;
  let headers: Record<string, string>;
  const closed: string[] = [];
  beforeEach(async () => {
    server = await createTestServer();
    headers = server.signIn(memberOf('org-1'));
    registerRoute(server.app, followRun, async ({ params, request, signal }) =>
      eventStream(
        (async function* () {
          if (params.id === 'none') throw new AppError('not_found');
          if (params.id === 'large') {
            for (let seq = 1; seq <= 30; seq++) yield { ...event(seq), data: 'x'.repeat(500_000) };
            return;
          }
          try {
            for (let seq = lastEventId(request) + 1; seq <= 3; seq++) yield event(seq);
            if (params.id === 'breaks') throw new AppError('source_timeout');
            if (params.id === 'waits') await new Promise((resolve) => signal.addEventListener('abort', resolve));
          } finally {
            closed.push(params.id);
          }
        })(),
      ),
    );
  });
  afterEach(() => server.app.close());
  const read = (id: string, more: Record<string, string> = {}) =>
    server.app.inject({ method: 'GET', url: `/api/v1/runs/${id}/events`, headers: { ...headers, ...more } });

  it('is the events in order, each with its number as id', async () => {
    const reply = await read('ends');
    expect(reply.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(reply.body).toBe([1, 2, 3].map((seq) => `id: ${seq}\ndata: ${JSON.stringify(event(seq))}\n\n`).join(''));
  });

  it('goes on after the Last-Event-ID', async () => {
    expect((await read('ends', { 'last-event-id': '2' })).body).toBe(`id: 3\ndata: ${JSON.stringify(event(3))}\n\n`);
  });

  it('refuses a Last-Event-ID that is no number', async () => {
    expect((await read('ends', { 'last-event-id': 'x' })).statusCode).toBe(400);
  });

  it('is an ordinary error when it fails before its first event', async () => {
    const reply = await read('none');
    expect([reply.statusCode, reply.json().error.code]).toEqual([404, 'not_found']);
  });

  it('tells a later failure as its last event', async () => {
    const last = (await read('breaks')).body.trim().split('\n\n').at(-1);
    expect(JSON.parse(last?.replace('data: ', '') ?? '')).toMatchObject({
      name: 'error',
      data: { code: 'source_timeout' },
    });
  });

  it('arrives event by event, and ends its source when the reader goes away', async () => {
    const address = await server.app.listen({ host: '127.0.0.1', port: 0 });
    const socket = createConnection(Number(new URL(address).port), '127.0.0.1');
    const head = Object.entries({ ...headers, host: 'localhost' }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`GET /api/v1/runs/waits/events HTTP/1.1\r\n${head.join('')}\r\n`);
    let text = '';
    for await (const chunk of socket) {
      text += String(chunk);
      // The stream is still open: nothing holds events back until it ends.
      if (text.includes('id: 3')) break;
    }
    socket.destroy();
    while (!closed.includes('waits')) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(text).toContain('x-accel-buffering: no');
  });

  it('is cut, not ended, when the server stops, so that the reader comes back', async () => {
    const address = await server.app.listen({ host: '127.0.0.1', port: 0 });
    const response = await fetch(`${address}/api/v1/runs/waits/events`, {
      headers: { authorization: headers.authorization ?? '' },
    });
    const reading = response.text();
    await Promise.all([expect(reading).rejects.toThrow(), server.app.close()]);
  });

  it('waits for a slow reader without piling up listeners', async () => {
    const warnings: string[] = [];
    const onWarning = ({ name }: Error) => warnings.push(name);
    process.on('warning', onWarning);
    const address = await server.app.listen({ host: '127.0.0.1', port: 0 });
    const response = await fetch(`${address}/api/v1/runs/large/events`, {
      headers: { authorization: headers.authorization ?? '' },
    });
    const text = await response.text();
    process.off('warning', onWarning);
    expect(text.match(/^id: /gm)).toHaveLength(30);
    expect(warnings).toEqual([]);
  });
});
