import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { getHealth } from '@locum/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../../test/http-server.ts';
import { registerRoute } from './index.ts';

const REPLY = { status: 'up' as const, at: '2026-01-01T00:00:00.000Z' };

describe('the signal of a request', () => {
  let server: TestServer;
  let seen: WeakRef<AbortSignal> | undefined;
  let reason: unknown;
  let isHanging = false;
  let url: string;
  beforeEach(async () => {
    [seen, reason, isHanging] = [undefined, undefined, false];
    server = await createTestServer();
    registerRoute(server.app, getHealth, async ({ signal }) => {
      seen = new WeakRef(signal);
      const aborted = new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => {
          ({ reason } = signal);
          resolve();
        });
      });
      if (isHanging) await aborted;
      return REPLY;
    });
    url = `${await server.app.listen({ host: '127.0.0.1', port: 0 })}/api/v1/health`;
  });
  afterEach(() => server.app.close());

  it('aborts when the caller goes away', async () => {
    isHanging = true;
    const leaving = new AbortController();
    const call = fetch(url, { signal: leaving.signal }).catch(() => undefined);
    await expect.poll(() => seen).toBeDefined();
    leaving.abort();
    await call;
    await expect.poll(() => reason).toMatchObject({ message: 'the caller went away' });
  });

  it('aborts when the server stops', async () => {
    isHanging = true;
    const call = fetch(url).catch(() => undefined);
    await expect.poll(() => seen).toBeDefined();
    await server.app.close();
    await call;
    expect(reason).toMatchObject({ code: 'shutting_down' });
  });

  it('is forgotten with its request, listeners and all', async () => {
    await (await fetch(url)).text();
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    await expect
      .poll(async () => {
        await turn();
        collect();
        return seen?.deref();
      })
      .toBeUndefined();
    expect(reason).toBeUndefined();
  });
});
