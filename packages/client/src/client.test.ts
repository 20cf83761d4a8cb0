import { createServer } from 'node:http';
import { ask, checkQuery, followRun, getAnswer, listHistory, type RunEvent } from '@locum/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../server/src/platform/errors.ts';
import { eventStream, lastEventId, registerRoute } from '../../server/src/platform/http/index.ts';
import { createTestServer, memberOf } from '../../server/test/http-server.ts';
import { ApiError, type Client, createClient } from './index.ts';

const event = (seq: number): RunEvent => ({ seq, at: '2026-01-01T00:00:00.000Z', name: 'step', data: { seq } });
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

async function collect(events: AsyncIterable<RunEvent>): Promise<number[]> {
  const seqs: number[] = [];
  for await (const { seq } of events) seqs.push(seq);
  return seqs;
}

describe('the client', () => {
  let server: Awaited<ReturnType<typeof createTestServer>>;
  let client: Client;
  let baseUrl: string;
  let token: string;
  const seen: unknown[] = [];
  const resumedAfter: number[] = [];
  const keys: unknown[] = [];
  beforeEach(async () => {
    seen.length = 0;
    resumedAfter.length = 0;
    keys.length = 0;
    server = await createTestServer();
    registerRoute(server.app, listHistory, async ({ query }) => {
      seen.push(query);
      return { entries: [] };
    });
    registerRoute(server.app, checkQuery, async ({ body, signal }) => {
      if (body.promql === 'wait') await new Promise((resolve) => signal.addEventListener('abort', resolve));
      if (body.promql === 'busy') throw new AppError('too_many_requests', { retryAfterSeconds: 7, hint: 'slow down' });
      return { valid: true, findings: [], repaired: body.promql };
    });
    registerRoute(server.app, getAnswer, async ({ params }) => {
      seen.push(params.id);
      throw new AppError('not_found');
    });
    registerRoute(server.app, followRun, async ({ params, request, reply }) => {
      const after = lastEventId(request);
      resumedAfter.push(after);
      return eventStream(
        (async function* () {
          for (let seq = after + 1; seq <= 4; seq++) {
            yield event(seq);
            if (params.id === 'fails') throw new AppError('source_timeout', { hint: 'after 30 s' });
            // A proxy that gives up, a replica that is replaced.
            if (params.id === 'cut' && after < 3) {
              await new Promise((resolve) => setTimeout(resolve, 20));
              reply.raw.destroy();
              return;
            }
          }
        })(),
      );
    });
    registerRoute(server.app, ask, async ({ request, reply }) => {
      keys.push([request.headers['idempotency-key'], lastEventId(request)]);
      return eventStream(
        (async function* () {
          yield event(lastEventId(request) + 1);
          if (lastEventId(request) > 0) return;
          await new Promise((resolve) => setTimeout(resolve, 20));
          reply.raw.destroy();
        })(),
      );
    });
    token = server.signIn(memberOf('org-1')).authorization?.replace('Bearer ', '') ?? '';
    baseUrl = await server.app.listen({ host: '127.0.0.1', port: 0 });
    client = createClient({ baseUrl: `${baseUrl}/`, token });
  });
  afterEach(() => server.app.close());

  it('sends parameters, query and body as the contract says, and hands back the reply', async () => {
    expect(await client.call(checkQuery, { body: { promql: 'sum(up) > "ü"' } })).toEqual({
      valid: true,
      findings: [],
      repaired: 'sum(up) > "ü"',
    });
    await client.call(listHistory, { query: { search: 'a&b=c', limit: 3, cursor: undefined } });
    await client.call(listHistory, {});
    await failureOf(client.call(getAnswer, { params: { id: 'a/b?c' } }));
    expect(seen).toEqual([{ search: 'a&b=c', limit: 3 }, { limit: 50 }, 'a/b?c']);
  });

  it('throws what the server said, as one type of error', async () => {
    const error = await failureOf(client.call(checkQuery, { body: { promql: 'busy' } }));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: 'too_many_requests', status: 429, hint: 'slow down', retryAfterSeconds: 7 });
    expect(error).toHaveProperty('requestId', expect.stringMatching(/^[0-9a-f-]{36}$/));
  });

  it('says that nobody answered, and where', async () => {
    const error = await failureOf(createClient({ baseUrl: 'http://127.0.0.1:9' }).call(listHistory, {}));
    expect(error).toMatchObject({
      code: 'connection_failed',
      status: 0,
      message: expect.stringContaining('http://127.0.0.1:9'),
    });
  });

  it('does not take the page of a proxy for an answer of Locum', async () => {
    const proxy = createServer((_request, response) => response.writeHead(502).end('<h1>Bad gateway</h1>'));
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = proxy.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const error = await failureOf(createClient({ baseUrl: `http://127.0.0.1:${port}` }).call(listHistory, {}));
    proxy.close();
    expect(error).toMatchObject({ code: 'connection_failed', status: 502 });
  });

  it('gives up when its signal aborts, with the reason of the signal', async () => {
    const reason = new Error('typed on');
    const leaving = new AbortController();
    const call = failureOf(client.call(checkQuery, { body: { promql: 'wait' } }, { signal: leaving.signal }));
    setTimeout(() => leaving.abort(reason), 30);
    expect(await call).toBe(reason);
  });

  it('streams events to their end', async () => {
    expect(await collect(client.stream(followRun, { params: { id: 'ends' } }))).toEqual([1, 2, 3, 4]);
    expect(await collect(client.stream(followRun, { params: { id: 'ends' } }, { afterSeq: 2 }))).toEqual([3, 4]);
  });

  it('takes a cut stream up again after the last event, without one twice', async () => {
    expect(await collect(client.stream(followRun, { params: { id: 'cut' } }))).toEqual([1, 2, 3, 4]);
    expect(resumedAfter).toEqual([0, 1, 2, 3]);
  });

  it('takes up the cut stream of a POST where a key makes that safe', async () => {
    const body = { question: 'memory of cart' };
    expect(await collect(client.stream(ask, { body }, { idempotencyKey: 'key-1' }))).toEqual([1, 2]);
    expect(await failureOf(collect(client.stream(ask, { body })))).toMatchObject({ code: 'connection_failed' });
    expect(keys).toEqual([
      ['key-1', 0],
      ['key-1', 1],
      [undefined, 0],
    ]);
  });

  it('throws a failure that comes in the middle of a stream, and does not try again', async () => {
    const error = await failureOf(collect(client.stream(followRun, { params: { id: 'fails' } })));
    expect(error).toMatchObject({ code: 'source_timeout', hint: 'after 30 s' });
    expect(resumedAfter).toEqual([0]);
  });

  it('lets through what its reader throws', async () => {
    const failure = new Error('reader');
    const reading = (async () => {
      for await (const _event of client.stream(followRun, { params: { id: 'ends' } })) throw failure;
    })();
    expect(await failureOf(reading)).toBe(failure);
  });
});
