import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@locum/client';
import { ask, listSources } from '@locum/contracts';
import { afterEach, describe, expect, it } from 'vitest';
import { runLocum } from '../test/locum.ts';
import { createPatientFetch } from './patient-fetch.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server): Promise<string> {
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}
const serve = (listener: RequestListener) => listen(createServer({ keepAliveTimeout: 1 }, listener));
const clientOf = (baseUrl: string, timeoutMs = 5000) =>
  createClient({ baseUrl, token: 'x', fetch: createPatientFetch({ baseUrl, timeoutMs }) });
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );
const LOCUM = { 'content-type': 'application/json', 'x-request-id': '1' };
const EVENTS = { ...LOCUM, 'content-type': 'text/event-stream' };
const eventText = (seq: number) =>
  `data: ${JSON.stringify({ seq, at: '2026-01-01T00:00:00.000Z', name: 'step', data: {} })}\n\n`;

describe('a command says of a server', () => {
  it('that is not there, how to start one', async () => {
    const url = await serve(() => undefined);
    servers.pop()?.close();
    const failure = await failureOf(clientOf(url).call(listSources, {}));
    expect(failure).toMatchObject({ code: 'connection_failed', message: expect.stringContaining('`locum serve`') });
  });

  it('whose name nobody knows, to check its spelling', async () => {
    const failure = await failureOf(clientOf('http://nobody.invalid:4600').call(listSources, {}));
    expect(failure).toMatchObject({ message: expect.stringContaining('http://nobody.invalid:4600 is not known') });
  });

  it('that is silent, for how long, and how to wait longer', async () => {
    const url = await serve(() => undefined);
    const failure = await failureOf(clientOf(url, 100).call(listSources, {}));
    expect(failure).toMatchObject({ message: expect.stringMatching(/was silent for 0.1 s.*--timeout/) });
  });

  it('that falls silent in the middle of a stream, the same', async () => {
    const url = await serve((_request, response) => void response.writeHead(200, EVENTS).write(eventText(1)));
    const seen: number[] = [];
    const reading = (async () => {
      for await (const { seq } of clientOf(url, 200).stream(ask, { body: { question: 'x' } })) seen.push(seq);
    })();
    expect(await failureOf(reading)).toMatchObject({ message: expect.stringContaining('was silent for 0.2 s') });
    expect(seen).toEqual([1]);
  });

  it('that speaks now and then, nothing', async () => {
    const url = await serve(async (_request, response) => {
      response.writeHead(200, EVENTS);
      for (const seq of [1, 2, 3]) {
        await sleep(150);
        response.write(seq === 2 ? ':\n\n' : eventText(seq));
      }
      response.end();
    });
    const seen: number[] = [];
    for await (const { seq } of clientOf(url, 300).stream(ask, { body: { question: 'x' } })) seen.push(seq);
    expect(seen).toEqual([1, 3]);
  });

  it.each([
    ['before its reply', () => undefined],
    ['in the middle of it', { ...LOCUM, 'content-length': '100' }],
    ['in the middle of a stream', EVENTS],
  ])('that hangs up %s, that the connection broke', async (_when, headers) => {
    const url = await serve((request, response) => {
      if (typeof headers === 'function') return void request.socket.destroy();
      response.writeHead(200, headers).write(eventText(1));
      setTimeout(() => request.socket.destroy(), 50);
    });
    const client = clientOf(url);
    const read = async () => {
      if (headers !== EVENTS) return client.call(listSources, {});
      for await (const _event of client.stream(ask, { body: { question: 'x' } }));
    };
    expect(await failureOf(read())).toMatchObject({
      code: 'connection_failed',
      message: expect.stringContaining('broke before the reply was complete'),
    });
  });

  it.each([
    ['a web page', 200, { 'content-type': 'text/html; charset=utf-8' }, 'is not Locum: it sent text/html'],
    ['the JSON of another program', 200, { 'content-type': 'application/json' }, 'is not Locum'],
    ['that it knows no such page', 404, { 'content-type': 'text/plain' }, 'is not Locum'],
    ['as a proxy without a server', 502, { 'content-type': 'text/html' }, 'Locum does not run behind it'],
  ])('that answers %s, what it is', async (_what, status, headers, words) => {
    const url = await serve((_request, response) => response.writeHead(status, headers).end('{}'));
    const failure = await failureOf(clientOf(url).call(listSources, {}));
    expect(failure).toMatchObject({ code: 'connection_failed', status, message: expect.stringContaining(words) });
  });

  it('that does not speak HTTP, to check the port', async () => {
    const url = await listen(createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n')));
    const failure = await failureOf(clientOf(url).call(listSources, {}));
    expect(failure).toMatchObject({ message: expect.stringContaining('does not speak HTTP') });
  });

  it('that speaks no TLS, to check https', async () => {
    const url = (await serve(() => undefined)).replace('http:', 'https:');
    const failure = await failureOf(clientOf(url).call(listSources, {}));
    expect(failure).toMatchObject({ message: expect.stringContaining('Check http:// or https://') });
  });
});

// proves: CLI-08
it('ends with 1 and what to check when the server is silent, and at once', async () => {
  const url = await serve(() => undefined);
  const startedAt = performance.now();
  const { code, stdout, stderr } = await runLocum(['ask', 'up', '--server', url, '--timeout', '0.2'], {
    LOCUM_TOKEN: 'x'.repeat(43),
  });
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain(`Locum at ${url} was silent for 0.2 s.`);
  expect(performance.now() - startedAt).toBeLessThan(30_000);
});

it('ends with 2 on an address without http:// or with an impossible timeout', async () => {
  const token = { LOCUM_TOKEN: 'x'.repeat(43) };
  for (const args of [
    ['--server', '127.0.0.1:4600'],
    ['--timeout', '-1'],
  ]) {
    const { code, stderr } = await runLocum(['catalog', ...args], token);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/It (is like http|must be a number)/)]);
  }
});
