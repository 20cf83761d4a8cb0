import { defineRoute, type Principal, runEvent } from '@locum/contracts';
import { eq } from 'drizzle-orm';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTestDatabase, engines } from '../../../test/database.ts';
import { createTestServer, memberOf, type TestServer } from '../../../test/http-server.ts';
import { systemClock } from '../clock.ts';
import type { Database } from '../db/index.ts';
import { AppError } from '../errors.ts';
import { eventStream, registerRoute } from '../http/index.ts';
import { createId } from '../ids.ts';
import { createLogger } from '../log.ts';
import { createInProcessBus, createRunLog, type RunLog } from '../run-log/index.ts';
import { createIdempotency, type Idempotency, retention } from './index.ts';
import { keyedRequests } from './tables.ts';

const createThing = defineRoute({
  method: 'POST',
  path: '/api/v1/things',
  summary: 'Create a thing.',
  access: 'member',
  takesIdempotencyKey: true,
  body: z.object({ name: z.string(), size: z.number().default(1) }),
  reply: z.object({ number: z.number(), name: z.string() }),
});
const runThing = defineRoute({ ...createThing, path: '/api/v1/runs', reply: runEvent, stream: true });

const HOUR_MS = 3_600_000;

describe.each(engines)('a request with an Idempotency-Key on %s', (engine) => {
  let database: Database;
  let server: TestServer;
  let other: TestServer;
  let runLog: RunLog;
  let idempotency: Idempotency;
  let principal: Principal;
  let nowMs = 0;
  let count = 0;
  let gate: PromiseWithResolvers<void> | undefined;

  beforeAll(async () => {
    database = await createTestDatabase(engine);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    [nowMs, count, gate] = [Date.now(), 0, undefined];
    principal = memberOf(createId());
    [server, other] = [await serve(), await serve()];
  });
  afterEach(async () => {
    gate?.resolve();
    await Promise.all([server.app.close(), other.app.close()]);
  });

  /** One of several servers on the same database. */
  async function serve(): Promise<TestServer> {
    const clock = { now: () => nowMs, monotonic: systemClock.monotonic };
    runLog = createRunLog({ database, bus: createInProcessBus(), clock });
    idempotency = createIdempotency({ database, runLog, clock, log: createLogger({ level: 'silent' }) });
    const serving = await createTestServer({ runOnce: idempotency.runOnce });
    registerThings(serving.app, runLog);
    return serving;
  }

  function registerThings(app: FastifyInstance, log: RunLog): void {
    registerRoute(app, createThing, async ({ body }) => {
      const number = ++count;
      await gate?.promise;
      if (body.name === 'unknown') throw new AppError('no_source', { hint: `call ${number}` });
      if (body.name === 'busy') throw new AppError('source_overloaded');
      if (body.name === 'huge') return { number, name: 'x'.repeat(5 * 1024 * 1024) };
      return { number, name: body.name };
    });
    registerRoute(app, runThing, async ({ principal: by, signal, body }) => {
      const run = log.start(by, 'question');
      await run.emit('number', ++count);
      void gate?.promise.then(() => run.emit('answer', body.name)).then(() => run.end());
      return eventStream(log.follow(by, run.id, { signal }), { runId: run.id });
    });
  }

  const send = (
    key: string | undefined,
    payload: object,
    { to = server, as = principal, url = '/api/v1/things', headers = {} } = {},
  ) =>
    to.app.inject({
      method: 'POST',
      url,
      headers: { ...to.signIn(as), ...headers, ...(key === undefined ? {} : { 'idempotency-key': key }) },
      payload,
    });
  const isMine = () => eq(keyedRequests.organisationId, principal.organisationId);
  const codeOf = (reply: { json(): { error: { code: string } } }) => reply.json().error.code;

  // proves: API-08
  it('is carried out once, and answered alike on every server', async () => {
    const first = await send('key-1', { name: 'a' });
    const again = await send('key-1', { size: 1, name: 'a' });
    const elsewhere = await send('"key-1"', { name: 'a' }, { to: other });
    expect(first.headers).not.toHaveProperty('idempotent-replayed');
    for (const reply of [again, elsewhere]) {
      expect(reply.headers['idempotent-replayed']).toBe('true');
      expect(reply.body).toBe(first.body);
    }
    expect(count).toBe(1);
  });

  it('is carried out each time without a key, and with another one', async () => {
    for (const key of [undefined, undefined, 'key-1', 'key-2']) await send(key, { name: 'a' });
    expect(count).toBe(4);
  });

  // proves: API-08
  it.each([
    ['another body', { name: 'b' }, {}],
    ['another address', { name: 'a' }, { url: '/api/v1/runs' }],
    ['another kind of reply', { name: 'a' }, { headers: { accept: 'text/event-stream' } }],
  ])('is refused with %s under the same key', async (_what, payload, options) => {
    await send('key-1', { name: 'a' });
    const reply = await send('key-1', payload, options);
    expect([reply.statusCode, codeOf(reply)]).toEqual([422, 'idempotency_key_reused']);
    expect(count).toBe(1);
  });

  // proves: API-08
  it('is carried out once when it comes twice at the same time, on two servers', async () => {
    gate = Promise.withResolvers();
    const racing = Promise.all([send('key-1', { name: 'a' }), send('key-1', { name: 'a' }, { to: other })]);
    await expect.poll(() => count).toBe(1);
    const late = await send('key-1', { name: 'a' });
    expect([late.statusCode, codeOf(late), late.headers['retry-after']]).toEqual([409, 'idempotency_key_in_use', '1']);
    expect(late.headers).not.toHaveProperty('idempotent-replayed');
    gate.resolve();
    const replies = await racing;
    expect(replies.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
    expect(count).toBe(1);
  });

  it('means nothing to another caller, of the same organisation or not', async () => {
    const colleague = memberOf(principal.organisationId);
    for (const as of [principal, colleague, memberOf(createId())]) {
      const reply = await send('key-1', { name: as.id }, { as });
      expect(reply.json().name).toBe(as.id);
    }
    expect(count).toBe(3);
  });

  it('gets a lasting refusal again, and another try after a passing one', async () => {
    const refused = await send('key-1', { name: 'unknown' });
    const again = await send('key-1', { name: 'unknown' });
    expect([again.statusCode, again.json().error.hint]).toEqual([409, 'call 1']);
    expect([codeOf(again), again.headers['idempotent-replayed']]).toEqual([codeOf(refused), 'true']);
    for (const _attempt of [1, 2]) expect((await send('key-2', { name: 'busy' })).statusCode).toBe(503);
    expect(count).toBe(3);
  });

  it('leaves its key free when its input is not valid', async () => {
    expect((await send('key-1', { name: 1 })).statusCode).toBe(400);
    expect((await send('key-1', { name: 'a' })).statusCode).toBe(200);
  });

  it.each([
    ['empty', ''],
    ['too long', 'x'.repeat(256)],
    ['with a space', 'a b'],
    ['beyond ASCII', 'schlüssel'],
    ['half quoted', '"a'],
  ])('is refused with a key that is %s', async (_what, key) => {
    const reply = await send(key, { name: 'a' });
    expect([reply.statusCode, codeOf(reply)]).toEqual([400, 'invalid_request']);
    expect(reply.json().error.hint).toContain('headers.idempotency-key: must be 1 to 255');
    expect(count).toBe(0);
  });

  it('is carried out again after 24 hours, when its key is forgotten', async () => {
    await send('key-1', { name: 'a' });
    nowMs += 25 * HOUR_MS;
    expect((await send('key-1', { name: 'b' })).json()).toEqual({ number: 2, name: 'b' });
    const inTwoDays = new Date(nowMs + 48 * HOUR_MS);
    expect(await retention.sweep(database, { now: inTwoDays, keepDays: {} })).toBeGreaterThan(0);
  });

  it('is not remembered when its reply is huge', async () => {
    for (const number of [1, 2]) expect((await send('key-1', { name: 'huge' })).json().number).toBe(number);
  });

  it('is taken over when the server that had it has died', async () => {
    gate = Promise.withResolvers();
    const lost = send('key-1', { name: 'a' });
    await expect.poll(() => count).toBe(1);
    nowMs += HOUR_MS / 2;
    const taken = send('key-1', { name: 'a' }, { to: other });
    await expect.poll(() => count).toBe(2);
    gate.resolve();
    expect((await taken).json().number).toBe(2);
    await lost;
    // Had the first been alive after all, it must not speak for the one that took over.
    expect((await send('key-1', { name: 'a' })).json().number).toBe(2);
  });

  it('is free at once when the only server starts again', async () => {
    gate = Promise.withResolvers();
    const dying = [send('key-1', { name: 'a' }), send('key-2', { name: 'a' }, { url: '/api/v1/runs' })];
    await expect.poll(() => count).toBe(2);
    await idempotency.releaseInterrupted();
    gate.resolve();
    expect((await send('key-1', { name: 'a' })).json().number).toBe(3);
    await Promise.all(dying);
  });

  // proves: API-08
  it('that streams joins the run of the first, also while that runs and from any event on', async () => {
    gate = Promise.withResolvers();
    const run = { url: '/api/v1/runs' };
    const first = send('key-1', { name: 'a' }, run);
    const runOf = async () => (await database.select().from(keyedRequests).where(isMine()))[0]?.runId;
    await expect.poll(runOf).toEqual(expect.any(String));
    const joining = send('key-1', { name: 'a' }, { ...run, to: other });
    gate.resolve();
    const [original, joined] = await Promise.all([first, joining]);
    expect(readEvents(joined.body)).toEqual(readEvents(original.body));
    expect(joined.headers['idempotent-replayed']).toBe('true');
    const rest = await send('key-1', { name: 'a' }, { ...run, headers: { 'last-event-id': '1' } });
    expect(rest.body.match(/^id: \d+$/gm)).toEqual(['id: 2']);
    expect(count).toBe(1);
  });
});

function readEvents(body: string): unknown[] {
  return [...body.matchAll(/^data: (.*)$/gm)].map(([, text]) => JSON.parse(text ?? ''));
}
