import { defineRoute, errorReply } from '@locum/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { adminOf, createTestServer, memberOf, type TestServer } from '../../../test/http-server.ts';
import { AppError } from '../errors.ts';
import { registerRoute } from './index.ts';

const rename = defineRoute({
  method: 'POST',
  path: '/api/v1/things/:id',
  summary: 'Rename a thing.',
  access: 'member',
  params: z.object({ id: z.string() }),
  query: z.strictObject({ times: z.coerce.number().int().max(3).default(1) }),
  body: z.strictObject({ name: z.string().min(1), kindOf: z.strictObject({ colour: z.string() }).optional() }),
  reply: z.object({ id: z.string(), name: z.string(), by: z.string() }),
});
const purge = defineRoute({
  method: 'DELETE',
  path: '/api/v1/things/:id',
  summary: 'Delete a thing.',
  access: 'admin',
  params: z.object({ id: z.string() }),
  reply: z.object({ deleted: z.boolean() }),
});

describe('a registered route', () => {
  let server: TestServer;
  const member = memberOf('org-1');
  beforeEach(async () => {
    server = await createTestServer();
    registerRoute(server.app, rename, async ({ params, query, body, principal }) => {
      if (body.name === 'missing') throw new AppError('not_found');
      if (body.name === 'busy') throw new AppError('source_overloaded', { retryAfterSeconds: 1.2 });
      if (body.name === 'bug') throw new TypeError('secret detail');
      return { id: params.id, name: body.name.repeat(query.times), by: principal.id };
    });
    registerRoute(server.app, purge, async () => ({ deleted: true }));
  });
  afterEach(() => server.app.close());

  const post = (payload: unknown, options: { url?: string; headers?: Record<string, string> } = {}) =>
    server.app.inject({
      method: 'POST',
      url: options.url ?? '/api/v1/things/7',
      headers: { 'content-type': 'application/json', ...server.signIn(member), ...options.headers },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    });
  const codeOf = (reply: { body: string }) => errorReply.parse(JSON.parse(reply.body)).error.code;

  it('hands the parsed parts and the caller to its handler', async () => {
    const reply = await post({ name: 'ab' }, { url: '/api/v1/things/7?times=2' });
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toEqual({ id: '7', name: 'abab', by: member.id });
  });

  // proves: SAFE-07
  it('answers 400 and names the field that the contract does not allow', async () => {
    const reply = await post({ name: '' }, { url: '/api/v1/things/7?times=9' });
    expect(reply.statusCode).toBe(400);
    expect(errorReply.parse(reply.json()).error).toMatchObject({
      code: 'invalid_request',
      hint: expect.stringMatching(/^(query.times|body.name): /),
    });
  });

  // proves: SAFE-07
  it.each([
    [{ name: 'a', Name: 'b' }, '', 'body: Name is not known, did you mean name?'],
    [{ name: 'a', kind: {} }, '', 'body: kind is not known, did you mean kindOf?'],
    [{ name: 'a', zone: 'b' }, '', 'body: zone is not known, only name, kindOf'],
    [{ name: 'a', kindOf: { colour: 'b', color: 'b' } }, '', 'body.kindOf: color is not known, did you mean colour?'],
    [{ name: 'a' }, '?time=2', 'query: time is not known, did you mean times?'],
  ])('answers 400 to %j%s and names what was probably meant', async (payload, search, hint) => {
    const reply = await post(payload, { url: `/api/v1/things/7${search}` });
    expect([reply.statusCode, errorReply.parse(reply.json()).error.hint]).toEqual([400, hint]);
  });

  it('answers 400 to a parameter where it takes none', async () => {
    const url = '/api/v1/things/7?force=true';
    const reply = await server.app.inject({ method: 'DELETE', url, headers: server.signIn(adminOf('org-1')) });
    expect([reply.statusCode, reply.json().error.hint]).toEqual([
      400,
      'query: force is not known, nothing can be given here',
    ]);
  });

  // proves: API-04
  it('answers 401 before it looks at the input', async () => {
    const reply = await post('{', { headers: { authorization: 'Bearer nobody' } });
    expect([reply.statusCode, codeOf(reply)]).toEqual([401, 'unauthenticated']);
  });

  it('answers 403 to a member where an admin is asked for, and serves the admin', async () => {
    const as = (headers: Record<string, string>) =>
      server.app.inject({ method: 'DELETE', url: '/api/v1/things/7', headers });
    const refused = await as(server.signIn(member));
    expect([refused.statusCode, codeOf(refused)]).toEqual([403, 'forbidden']);
    expect((await as(server.signIn(adminOf('org-1')))).json()).toEqual({ deleted: true });
  });

  // proves: API-07
  it('answers a thing that is not there and an address that is not there alike, but for the request id', async () => {
    const thing = (await post({ name: 'missing' })).json();
    const address = (await post({ name: 'x' }, { url: '/api/v1/nothing' })).json();
    expect({ ...thing.error, requestId: '' }).toEqual({ ...address.error, requestId: '' });
  });

  // proves: SAFE-07
  it('answers 405 with the methods that an address takes', async () => {
    const reply = await server.app.inject({ method: 'GET', url: '/api/v1/things/7', headers: server.signIn(member) });
    expect([reply.statusCode, codeOf(reply), reply.headers.allow]).toEqual([405, 'method_not_allowed', 'POST, DELETE']);
  });

  it.each([
    ['cut off', '{"name":'],
    ['empty', ''],
    ['an attempt on the prototype', '{"name":"x","__proto__":{"admin":true}}'],
  ])('answers malformed_json to a body that is %s', async (_what, payload) => {
    const reply = await post(payload);
    expect([reply.statusCode, codeOf(reply)]).toEqual([400, 'malformed_json']);
  });

  it('answers 415 to a body that is not JSON', async () => {
    const reply = await post('name=x', { headers: { 'content-type': 'text/plain' } });
    expect([reply.statusCode, codeOf(reply)]).toEqual([415, 'unsupported_media_type']);
  });

  // proves: SAFE-07
  it('answers 413 to a body above 1 MB', async () => {
    const reply = await post({ name: 'x'.repeat(1024 * 1024) });
    expect([reply.statusCode, codeOf(reply)]).toEqual([413, 'body_too_large']);
  });

  it('answers 400 to an address that cannot be decoded', async () => {
    const reply = await server.app.inject({ method: 'GET', url: '/api/v1/%E0%A4%A', headers: server.signIn(member) });
    expect([reply.statusCode, codeOf(reply)]).toEqual([400, 'invalid_request']);
  });

  it('says when to come back in whole seconds', async () => {
    const reply = await post({ name: 'busy' });
    expect([reply.statusCode, reply.headers['retry-after']]).toEqual([503, '2']);
  });

  // proves: API-06
  it('tells nothing of a bug but the request id, which is also in the header', async () => {
    const reply = await post({ name: 'bug' });
    const { error } = errorReply.parse(reply.json());
    expect(reply.statusCode).toBe(500);
    expect(reply.body).not.toContain('secret detail');
    expect(error.requestId).toBe(reply.headers['x-request-id']);
  });
});
