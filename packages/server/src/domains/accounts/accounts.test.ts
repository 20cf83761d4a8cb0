import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, engines } from '../../../test/database.ts';
import { createTestServer, memberOf } from '../../../test/http-server.ts';
import { createOrganisation } from '../../../test/organisation.ts';
import { createCache } from '../../platform/cache/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { createId } from '../../platform/ids.ts';
import { readCommandLineToken } from '../../platform/local-access/index.ts';
import { createLogger } from '../../platform/log.ts';
import { type Accounts, createAccounts, dataRights, organisations, retention, users } from './index.ts';

const HOUR_MS = 3_600_000;
const host = 'localhost:4600';

describe.each(engines)('accounts on %s', (engine) => {
  let database: Database;
  let dataDir: string;
  let nowMs: number;
  let accounts: Accounts;
  let app: FastifyInstance;
  beforeAll(async () => {
    database = await createTestDatabase(engine);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'locum-accounts-'));
    nowMs = Date.now();
    ({ accounts, app } = await createServer());
  });
  afterEach(async () => {
    await app.close();
    rmSync(dataDir, { recursive: true });
  });

  async function createServer() {
    const clock = { now: () => nowMs, monotonic: () => nowMs };
    const cache = createCache({ name: 'test', maxBytes: 1e6, clock });
    const created = createAccounts({ database, clock, cache, log: createLogger({ level: 'silent' }) });
    const server = await createTestServer({ resolvePrincipal: created.resolvePrincipal });
    created.registerRoutes(server.app);
    return { accounts: created, app: server.app };
  }
  async function makeLink() {
    const owner = await accounts.startLocalMode(dataDir);
    return (await accounts.service.createLink(owner)).token;
  }
  const redeem = (token: string, headers = {}) =>
    app.inject({ method: 'POST', url: '/api/v1/session/link', headers: { host, ...headers }, payload: { token } });
  const me = (headers: Record<string, string>) =>
    app.inject({ method: 'GET', url: '/api/v1/me', headers: { host, ...headers } });
  const cookieOf = (reply: { cookies: { name: string; value: string }[] }) =>
    reply.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const tokenInFile = () => {
    const file = readCommandLineToken(dataDir);
    return file.outcome === 'found' ? file.token : file.outcome;
  };

  it('a link signs its opener in as the owner, with a cookie that scripts and other sites cannot use', async () => {
    const reply = await redeem(await makeLink());
    expect(reply.json()).toMatchObject({ name: 'Owner', role: 'admin', mode: 'local' });
    expect(reply.cookies).toHaveLength(1);
    expect(reply.cookies[0]).toMatchObject({
      name: 'locum_session_4600',
      httpOnly: true,
      sameSite: 'Strict',
      path: '/',
    });
    expect((await me({ cookie: cookieOf(reply) })).json()).toEqual(reply.json());
  });

  // proves: SAFE-08
  it('a link works once, also when it is opened twice at the same moment', async () => {
    const token = await makeLink();
    const replies = await Promise.all([redeem(token), redeem(token), redeem(token)]);
    expect(replies.map(({ statusCode }) => statusCode).sort()).toEqual([200, 410, 410]);
    expect((await redeem(token)).json().error.code).toBe('link_spent');
  });

  // proves: SAFE-08
  it('a link ends after an hour', async () => {
    const token = await makeLink();
    nowMs += HOUR_MS + 1;
    expect((await redeem(token)).statusCode).toBe(410);
  });

  it('a guessed link is answered like a spent one', async () => {
    expect((await redeem('A'.repeat(43))).json().error.code).toBe('link_spent');
  });

  it('links, cookies and the command line token are at least 128 random bits, and none is stored', async () => {
    const token = await makeLink();
    const cookie = (await redeem(token)).cookies[0]?.value ?? '';
    const secrets = [token, cookie, tokenInFile()];
    for (const secret of secrets) expect(Buffer.from(secret, 'base64url').length).toBeGreaterThanOrEqual(16);
    const dump: string[] = [];
    for await (const { rows } of dataRights.exportOf(
      database,
      (await me({ authorization: `Bearer ${tokenInFile()}` })).json().organisation.id,
    )) {
      dump.push(JSON.stringify(rows));
    }
    const stored = await database.execute(
      'select token_hash from sessions union all select token_hash from sign_in_links',
    );
    for (const secret of secrets) expect(`${dump}${JSON.stringify(stored.rows)}`).not.toContain(secret);
  });

  it('nobody is anybody without a session, or with one that ended or was made up', async () => {
    const token = await makeLink();
    const cookie = cookieOf(await redeem(token));
    expect((await me({})).statusCode).toBe(401);
    expect((await me({ authorization: `Bearer ${'x'.repeat(43)}` })).statusCode).toBe(401);
    expect((await me({ cookie: `locum_session_4600=${'x'.repeat(43)}` })).statusCode).toBe(401);
    nowMs += 31 * 24 * HOUR_MS;
    expect((await me({ cookie })).statusCode).toBe(401);
  });

  it('a wrong bearer token is not rescued by a good cookie', async () => {
    const cookie = cookieOf(await redeem(await makeLink()));
    expect((await me({ cookie, authorization: 'Bearer wrong-wrong-wrong-wrong' })).statusCode).toBe(401);
  });

  it('signing out ends the session at once and takes the cookie back', async () => {
    const cookie = cookieOf(await redeem(await makeLink()));
    expect((await me({ cookie })).statusCode).toBe(200);
    const reply = await app.inject({ method: 'DELETE', url: '/api/v1/session', headers: { host, cookie } });
    expect(reply.cookies[0]).toMatchObject({ name: 'locum_session_4600', value: '' });
    expect((await me({ cookie })).statusCode).toBe(401);
  });

  it('the command line signs in with the token file, which only its owner can read', async () => {
    await accounts.startLocalMode(dataDir);
    expect(statSync(join(dataDir, 'cli-token')).mode & 0o777).toBe(0o600);
    expect((await me({ authorization: `Bearer ${tokenInFile()}` })).json()).toMatchObject({ role: 'admin' });
  });

  it('a signed-in person makes links for further browsers', async () => {
    await accounts.startLocalMode(dataDir);
    const headers = { host, authorization: `Bearer ${tokenInFile()}` };
    const { token } = (await app.inject({ method: 'POST', url: '/api/v1/session/links', headers })).json();
    expect((await redeem(token)).statusCode).toBe(200);
    expect((await app.inject({ method: 'POST', url: '/api/v1/session/links', headers: { host } })).statusCode).toBe(
      401,
    );
  });

  it('a restart keeps the owner, the sessions and the token', async () => {
    const cookie = cookieOf(await redeem(await makeLink()));
    const token = tokenInFile();
    await app.close();
    ({ accounts, app } = await createServer());
    await accounts.startLocalMode(dataDir);
    expect(tokenInFile()).toBe(token);
    expect((await me({ cookie })).statusCode).toBe(200);
  });

  it('a token that others could read ends at the next start', async () => {
    await accounts.startLocalMode(dataDir);
    const exposed = tokenInFile();
    chmodSync(join(dataDir, 'cli-token'), 0o644);
    await accounts.startLocalMode(dataDir);
    expect(tokenInFile()).not.toBe(exposed);
    expect((await me({ authorization: `Bearer ${exposed}` })).statusCode).toBe(401);
    expect((await me({ authorization: `Bearer ${tokenInFile()}` })).statusCode).toBe(200);
  });

  it('two servers that start at once agree on one owner', async () => {
    const [first, second] = await Promise.all([accounts.service.seedLocalOwner(), accounts.service.seedLocalOwner()]);
    expect(first).toEqual(second);
    expect(await database.select().from(users)).toHaveLength(1);
  });

  it('expired sessions and links are forgotten a day later, living ones stay', async () => {
    const reply = await redeem(await makeLink());
    await makeLink();
    const removed = await retention.sweep(database, { now: new Date(nowMs + 26 * HOUR_MS), keepDays: {} });
    expect(removed).toBeGreaterThanOrEqual(2);
    expect((await me({ cookie: cookieOf(reply) })).statusCode).toBe(200);
  });

  it('erasing an organisation leaves others alone', async () => {
    const other = await createOrganisation(database, 'Other');
    const gone = await createOrganisation(database, 'Gone');
    await database.transaction((tx) => dataRights.erase(tx, gone));
    const left = (await database.select().from(organisations)).map(({ id }) => id);
    expect(left).toContain(other);
    expect(left).not.toContain(gone);
  });

  it('an unknown principal cannot make a link', async () => {
    await expect(accounts.service.createLink(memberOf(createId()))).rejects.toThrow();
  });
});
