import { type FakeModelServer, startFakeAnthropic, startFakeOpenAi } from '@locum/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../../test/database.ts';
import { cityRequest, modelAt, openTestDoor, type TestDoor } from '../../../../test/model-door.ts';
import type { Database } from '../../../platform/db/index.ts';
import type { AppError } from '../../../platform/errors.ts';
import type { ModelsDeps } from '../service.ts';

const SECRET_KEY = 'sk-very-secret-4711';
const city = { kind: 'json', value: { city: 'Oslo', size: null } } as const;

let database: Database;
beforeAll(async () => {
  database = await createTestDatabase('PGlite');
});
afterAll(() => database.close());

const PROTOCOLS = [
  { provider: 'openai-compatible' as const, start: startFakeOpenAi },
  { provider: 'anthropic' as const, start: startFakeAnthropic },
];

describe.each(PROTOCOLS)('a model of $provider', ({ provider, start }) => {
  let server: FakeModelServer;
  let door: TestDoor;
  const open = async (overrides: Partial<ModelsDeps> = {}) => {
    door = await openTestDoor(database, { configured: modelAt(server, provider, SECRET_KEY), ...overrides });
    return door;
  };
  const failureOf = (request = cityRequest()) =>
    door.models.generate(door.admin, request).then(
      () => Promise.reject(new Error('it answered')),
      (error: AppError) => error,
    );

  beforeEach(async () => {
    server = await start({ apiKey: SECRET_KEY });
    await open();
  });
  afterEach(async () => {
    door.close();
    await server.stop();
  });

  it('gives data of the shape asked for, and counts its tokens', async () => {
    server.enqueue(city);
    const reply = await door.models.generate(door.admin, cityRequest());
    expect(reply).toMatchObject({ outcome: 'ok', value: { city: 'Oslo', size: null }, isCached: false, notices: [] });
    expect(reply.model).toContain('127.0.0.1');
    expect(door.calls).toMatchObject([{ provider, operation: 'generate', outcome: 'ok' }]);
    expect(door.calls[0]?.inputTokens).toBeGreaterThan(0);
    expect(door.calls[0]?.outputTokens).toBeGreaterThan(0);
  });

  it('always says how many tokens the reply may have', async () => {
    await door.models.generate(door.admin, cityRequest());
    expect(server.requests[0]?.json).toMatchObject({ max_tokens: 1000 });
  });

  it('answers an identical request from the cache, and another one not', async () => {
    server.setScript(() => city);
    await door.models.generate(door.admin, cityRequest());
    const again = await door.models.generate(door.admin, cityRequest());
    expect(again).toMatchObject({ outcome: 'ok', isCached: true });
    await door.models.generate(door.admin, cityRequest('Which other city?'));
    expect(server.requests).toHaveLength(2);
  });

  it('keeps no reply that was not of the shape', async () => {
    server.enqueue({ kind: 'json', value: { town: 'Oslo' } }, city);
    const first = await door.models.generate(door.admin, cityRequest());
    expect(first).toMatchObject({ outcome: 'malformed', fault: expect.stringContaining('city') });
    expect(await door.models.generate(door.admin, cityRequest())).toMatchObject({ outcome: 'ok', isCached: false });
  });

  it.each([
    ['text that is not JSON', { kind: 'text', text: 'Oslo, I think.' }, 'malformed'],
    ['a value out of bounds', { kind: 'json', value: { city: 'x'.repeat(41), size: 1 } }, 'malformed'],
    ['a refusal', { kind: 'refusal', text: 'I would rather not.' }, 'refused'],
    ['a reply cut at the token limit', { kind: 'text', text: '{"city":"Os', isCutOffAtTokenLimit: true }, 'truncated'],
  ] as const)('tells %s from an answer', async (_, reply, outcome) => {
    server.enqueue(reply);
    expect(await door.models.generate(door.admin, cityRequest())).toMatchObject({ outcome });
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['the connection breaks before the reply', { kind: 'hang-up' }],
    ['the connection breaks within the reply', { kind: 'cut', text: 'half of this arrives' }],
    ['the reply is garbled', { kind: 'malformed' }],
    ['it answers 500', { kind: 'error', status: 500 }],
    ['it answers 429 and asks for no wait', { kind: 'error', status: 429, retryAfterSeconds: 0 }],
    ['it answers 429 and asks for a second', { kind: 'error', status: 429, retryAfterSeconds: 1 }],
  ] as const)('is asked again when %s', async (_, fault) => {
    server.enqueue(fault, city);
    expect(await door.models.generate(door.admin, cityRequest())).toMatchObject({ outcome: 'ok' });
    expect(server.requests).toHaveLength(2);
  });

  it.each([
    [{ kind: 'error', status: 401 }, 'model_unauthorised', 1],
    [{ kind: 'error', status: 404 }, 'model_rejected', 1],
    [{ kind: 'error', status: 503 }, 'model_overloaded', 3],
    [{ kind: 'error', status: 429, retryAfterSeconds: 60 }, 'model_overloaded', 1],
    [{ kind: 'hang-up' }, 'model_unreachable', 3],
    [{ kind: 'malformed' }, 'model_protocol', 3],
  ] as const)(
    'that keeps failing (%o) is an error with the reason, after bounded attempts',
    async (fault, code, attempts) => {
      server.setScript(() => fault);
      const error = await failureOf();
      expect(error).toMatchObject({ code, hint: expect.stringContaining('"') });
      expect(server.requests).toHaveLength(attempts);
    },
  );

  it('passes on how long a model wants to be left alone', async () => {
    server.setScript(() => ({ kind: 'error', status: 429, retryAfterSeconds: 60 }));
    expect(await failureOf()).toMatchObject({ retryAfterSeconds: 60 });
  });

  it('is given up when its time is over, and the request is cancelled', async () => {
    server.setScript(() => ({ ...city, delayMs: 5000 }));
    const error = await failureOf({ ...cityRequest(), timeoutMs: 200 });
    expect(error).toMatchObject({ code: 'model_timeout' });
    await expect.poll(() => server.requests[0]?.wasAborted).toBe(true);
    expect(door.calls).toMatchObject([{ outcome: 'aborted' }]);
  });

  it('is left alone when the caller goes away', async () => {
    server.setScript(() => ({ ...city, delayMs: 5000 }));
    const leaving = new AbortController();
    const asked = door.models.generate(door.admin, { ...cityRequest(), signal: leaving.signal });
    await expect.poll(() => server.requests.length).toBe(1);
    leaving.abort(new Error('gone'));
    await expect(asked).rejects.toThrow('gone');
    await expect.poll(() => server.requests[0]?.wasAborted).toBe(true);
  });

  it('still answers the second of two identical requests when the first caller goes away', async () => {
    server.enqueue({ ...city, delayMs: 5000 }, city);
    const leaving = new AbortController();
    const first = door.models.generate(door.admin, { ...cityRequest(), signal: leaving.signal });
    await expect.poll(() => server.requests.length).toBe(1);
    const second = door.models.generate(door.admin, cityRequest());
    leaving.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    expect(await second).toMatchObject({ outcome: 'ok' });
  });

  // proves: MODEL-03
  it('sees placeholders where a prompt holds personal or secret text, and its reply gets them back', async () => {
    server.setScript(({ body }) => {
      const [placeholder = 'none'] = /MASKED_EMAIL_\d+/.exec(body.toString()) ?? [];
      return { kind: 'json', value: { city: `home of ${placeholder}`, size: null } };
    });
    const reply = await door.models.generate(door.admin, cityRequest('Where is ann@example.com at 10.1.2.3?'));
    expect(reply).toMatchObject({ outcome: 'ok', value: { city: 'home of ann@example.com' } });
    const bytes = server.receivedBytes().toString();
    expect(bytes).not.toContain('ann@example.com');
    expect(bytes).not.toContain('10.1.2.3');
  });

  it('hides names of instances and hosts when the organisation wants that', async () => {
    const prompt = 'cpu of web-7f9c on db.example.com';
    await door.models.settings.update(door.admin, { masksInstances: true, masksHostnames: true });
    await door.models.generate(door.admin, { ...cityRequest(prompt), instanceNames: ['web-7f9c'] });
    expect(server.receivedBytes().toString()).toContain('cpu of MASKED_INSTANCE_1 on MASKED_HOST_1');
  });

  it.each([
    { kind: 'error', status: 401, message: `Incorrect API key: ${SECRET_KEY}` },
    { kind: 'hang-up' },
    { kind: 'malformed' },
  ] as const)('leaves neither key nor prompt in an error: $kind', async (fault) => {
    server.setScript(() => fault);
    const error = await failureOf(cityRequest('the prompt nobody may read'));
    const everything = [error.message, error.hint, error.stack, JSON.stringify(error), String(error.cause)].join();
    expect(everything).not.toContain(SECRET_KEY);
    expect(everything).not.toContain('nobody may read');
    expect(error.cause).toBeUndefined();
  });

  // proves: MODEL-01
  it('sends no byte where nothing leaves', async () => {
    door.close();
    await open({ defaults: { nothingLeaves: true, hasConsent: true } });
    expect(await failureOf()).toMatchObject({ code: 'model_nothing_leaves' });
    expect(await door.models.findObstacle(door.admin)).toMatchObject({ code: 'model_nothing_leaves' });
    expect(server.receivedBytes()).toHaveLength(0);
  });

  // proves: MODEL-01
  it('sends no byte for an organisation that has chosen nothing', async () => {
    door.close();
    await open({ defaults: { nothingLeaves: false, hasConsent: false } });
    expect(await failureOf()).toMatchObject({ code: 'model_nothing_leaves' });
    expect(server.receivedBytes()).toHaveLength(0);
  });

  it('stops at once when the mode changes, also for what the cache knows', async () => {
    server.setScript(() => city);
    await door.models.generate(door.admin, cityRequest());
    await door.models.settings.update(door.admin, { mode: 'nothing_leaves' });
    expect(await failureOf()).toMatchObject({ code: 'model_nothing_leaves' });
    expect(server.requests).toHaveLength(1);
  });

  it('is asked only after an administrator has consented, where consent is asked for', async () => {
    await door.models.settings.update(door.admin, { mode: 'ask_consent' });
    expect(await failureOf()).toMatchObject({ code: 'model_consent_missing' });
    expect(server.receivedBytes()).toHaveLength(0);
    await door.models.settings.update(door.admin, { consent: 'give' });
    server.enqueue(city);
    expect(await door.models.generate(door.admin, cityRequest())).toMatchObject({ outcome: 'ok' });
    await door.models.settings.update(door.admin, { consent: 'withdraw' });
    expect(await failureOf()).toMatchObject({ code: 'model_consent_missing' });
  });
});

describe('several models', () => {
  let first: FakeModelServer;
  let second: FakeModelServer;
  let door: TestDoor;
  beforeEach(async () => {
    [first, second] = await Promise.all([startFakeOpenAi(), startFakeAnthropic()]);
    door = await openTestDoor(database);
    const connect = (server: FakeModelServer, provider: 'openai-compatible' | 'anthropic') => {
      const { apiKey: key, ...model } = modelAt(server, provider);
      return { ...model, key };
    };
    await door.models.settings.update(door.admin, {
      models: [connect(first, 'openai-compatible'), connect(second, 'anthropic')],
    });
  });
  afterEach(async () => {
    door.close();
    await Promise.all([first.stop(), second.stop()]);
  });
  const ask = (prompt?: string) => door.models.generate(door.admin, cityRequest(prompt));

  it.each([
    { kind: 'error', status: 401 },
    { kind: 'error', status: 503 },
    { kind: 'error', status: 429, retryAfterSeconds: 30 },
    { kind: 'hang-up' },
  ] as const)('fail over to the next with a notice: %o', async (fault) => {
    first.setScript(() => fault);
    second.setScript(() => city);
    const reply = await ask();
    expect(reply).toMatchObject({ outcome: 'ok', model: expect.stringContaining('claude') });
    expect(reply.notices).toEqual([
      expect.stringMatching(/"test-model".*"claude-sonnet-4-5" at .* was asked instead\.$/),
    ]);
  });

  it('leave the next one time to answer when the first is slow', async () => {
    first.setScript(() => ({ ...city, delayMs: 10_000 }));
    second.setScript(() => city);
    const reply = await door.models.generate(door.admin, { ...cityRequest(), timeoutMs: 1500 });
    expect(reply).toMatchObject({ outcome: 'ok', model: expect.stringContaining('claude') });
  });

  it('do not try a model that has just failed before one that answers', async () => {
    first.setScript(() => ({ kind: 'error', status: 401 }));
    second.setScript(() => city);
    await ask();
    expect(await door.models.health()).toMatchObject({ state: 'degraded' });
    await ask('Another city?');
    expect(first.requests).toHaveLength(1);
    expect(second.requests).toHaveLength(2);
  });

  it('fail with the reason of the preferred one when none answers', async () => {
    first.setScript(() => ({ kind: 'error', status: 401 }));
    second.setScript(() => ({ kind: 'error', status: 503 }));
    await expect(ask()).rejects.toMatchObject({ code: 'model_unauthorised' });
  });

  it('are not asked one after another until one does not refuse', async () => {
    first.setScript(() => ({ kind: 'refusal', text: 'No.' }));
    expect(await ask()).toMatchObject({ outcome: 'refused' });
    expect(second.requests).toHaveLength(0);
  });

  it('are asked only as far as consent was given', async () => {
    const { admin, models } = door;
    const [known] = (await models.settings.get(admin)).models;
    await models.settings.update(admin, { mode: 'ask_consent', consent: 'give' });
    const third = await startFakeOpenAi();
    const added = { provider: 'openai-compatible' as const, url: third.baseUrl, name: 'new', maxOutputTokens: 1000 };
    await models.settings.update(admin, { models: [added, { ...known!, temperature: undefined }] });
    first.setScript(() => city);
    const reply = await ask();
    expect(reply).toMatchObject({ outcome: 'ok', model: expect.stringContaining('test-model') });
    expect(reply.notices).toEqual([expect.stringContaining(new URL(third.url).origin)]);
    expect(third.receivedBytes()).toHaveLength(0);
    await third.stop();
  });
});

describe('a server that is not quite what it should be', () => {
  let server: FakeModelServer;
  beforeEach(async () => {
    server = await startFakeOpenAi();
  });
  afterEach(() => server.stop());

  it('is asked for plain JSON from then on when it refuses a schema', async () => {
    const door = await openTestDoor(database, { configured: modelAt(server) });
    server.setScript(({ body }) =>
      body.toString().includes('json_schema')
        ? { kind: 'error', status: 400 }
        : { kind: 'text', text: '```json\n{"city":"Oslo","size":2}\n```' },
    );
    expect(await door.models.generate(door.admin, cityRequest())).toMatchObject({ outcome: 'ok', value: { size: 2 } });
    await door.models.generate(door.admin, cityRequest('And now?'));
    expect(server.requests).toHaveLength(3);
    door.close();
  });

  it('cannot send the prompt on to another address by a redirect', async () => {
    const elsewhere = await startFakeOpenAi();
    const door = await openTestDoor(database, {
      configured: modelAt(server),
      fetch: async (input, init) => {
        // As a server would answer: the wire fake has no redirects.
        expect(init?.redirect).toBe('manual');
        await fetch(input, init);
        return new Response(null, { status: 307, headers: { location: `${elsewhere.baseUrl}/chat/completions` } });
      },
    });
    await expect(door.models.generate(door.admin, cityRequest())).rejects.toMatchObject({ code: 'model_rejected' });
    expect(elsewhere.receivedBytes()).toHaveLength(0);
    await elsewhere.stop();
    door.close();
  });

  it('is cut off when its reply has no end', async () => {
    server.setScript(() => ({ kind: 'text', text: 'x'.repeat(5_000_000) }));
    const door = await openTestDoor(database, { configured: modelAt(server) });
    await expect(door.models.generate(door.admin, cityRequest())).rejects.toMatchObject({ code: 'model_protocol' });
    door.close();
  });
});
