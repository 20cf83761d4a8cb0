import { setTimeout as delay } from 'node:timers/promises';
import { prometheusSettings } from '@locum/contracts';
import { type BadPrometheus, startBadPrometheus } from '@locum/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Cache, createCache } from '../../platform/cache/index.ts';
import { systemClock } from '../../platform/clock.ts';
import { createCachedProvider } from './cached-provider.ts';
import type { TelemetryProvider } from './provider.ts';
import { createPrometheusProvider } from './providers/prometheus/index.ts';

const ANSWER = {
  status: 'success',
  data: { resultType: 'vector', result: [{ metric: { a: 'b' }, value: [1, 'NaN'] }] },
};
const TTL_MS = 40;

describe('a cached source', () => {
  let server: BadPrometheus;
  let cache: Cache;
  let origins: string[];
  let provider: TelemetryProvider;
  const now = () => Date.now() / 1000;

  beforeAll(async () => {
    server = await startBadPrometheus();
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    server.behave({ kind: 'reply', body: ANSWER });
    origins = [];
    const onAccess = (origin: string) => void origins.push(origin);
    cache = createCache({ name: 'sources', maxBytes: 1_000_000, clock: systemClock, onAccess });
    provider = connect();
  });
  const connect = (queryTtlMs?: number, patienceMs?: number) =>
    createCachedProvider({
      provider: createPrometheusProvider(prometheusSettings.parse({ url: server.url }), { retries: 0 }),
      cache,
      keyPrefix: 'org:source:1',
      now: Date.now,
      ...(queryTtlMs === undefined ? {} : { queryTtlMs }),
      ...(patienceMs === undefined ? {} : { patienceMs }),
    });
  afterEach(async () => {
    await provider.close();
    await cache.close();
  });

  // proves: SRC-04
  it('serves an earlier answer as it was, with its age, while the source is down', async () => {
    provider = connect(TTL_MS);
    const fresh = await provider.queryInstant({ promql: 'up', time: now() });
    expect(fresh.staleSeconds).toBeUndefined();
    await delay(TTL_MS + 20);
    server.behave({ kind: 'hang-up' });
    const stale = await provider.queryInstant({ promql: 'up', time: now() });
    expect(stale).toMatchObject({ series: fresh.series, sourceMs: 0, staleSeconds: 0 });
    expect(origins).toEqual(['loaded', 'stale']);
  });

  it('serves an earlier answer soon when the source hangs', async () => {
    provider = connect(TTL_MS, 50);
    await provider.queryInstant({ promql: 'up', time: now() });
    await delay(TTL_MS + 20);
    server.behave({ kind: 'hang' });
    const stale = await provider.queryInstant({ promql: 'up', time: now() }, { timeoutMs: 20_000 });
    expect(stale.staleSeconds).toBe(0);
  });

  it('asks the source again where the caller wants no cached answer, and falls back to it when the source is down', async () => {
    const first = await provider.queryInstant({ promql: 'up', time: now() });
    await provider.queryInstant({ promql: 'up', time: now() }, { anew: true });
    const cached = await provider.queryInstant({ promql: 'up', time: now() });
    expect([first.ageSeconds, cached.ageSeconds]).toEqual([undefined, expect.any(Number)]);
    server.behave({ kind: 'hang-up' });
    const stale = await provider.queryInstant({ promql: 'up', time: now() }, { anew: true });
    expect(stale).toMatchObject({ series: first.series, staleSeconds: 0 });
    expect(origins).toEqual(['loaded', 'loaded', 'cached', 'stale']);
  });

  it('fails when the source is down and the question is new', async () => {
    server.behave({ kind: 'hang-up' });
    const call = provider.queryInstant({ promql: 'never_asked', time: now() });
    await expect(call).rejects.toMatchObject({ code: 'source_unreachable' });
  });

  it('does not hide behind an earlier answer that the query is now rejected', async () => {
    provider = connect(TTL_MS);
    await provider.queryInstant({ promql: 'up', time: now() });
    await delay(TTL_MS + 20);
    const body = JSON.stringify({ status: 'error', errorType: 'bad_data', error: 'too many samples' });
    server.behave({ kind: 'status', status: 422, body });
    const call = provider.queryInstant({ promql: 'up', time: now() });
    await expect(call).rejects.toMatchObject({ code: 'source_query_rejected', hint: 'too many samples' });
  });

  it('asks the source once for callers at the same time, and one who leaves does not take the answer from the others', async () => {
    server.behave({ kind: 'slow', delayMs: 60 });
    const before = server.requests.length;
    const leaver = new AbortController();
    const query = { promql: 'up', time: now() };
    const left = provider.queryInstant(query, { signal: leaver.signal });
    const stayed = provider.queryInstant(query);
    await delay(20);
    leaver.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    expect((await stayed).series).toEqual([]);
    expect(server.requests.length - before).toBe(1);
  });

  it('tells ranges of other length, step or past time apart', async () => {
    const end = now();
    const range = { promql: 'up', start: end - 600, end, stepSeconds: 15 };
    const before = server.requests.length;
    server.behave({ kind: 'empty' });
    await provider.queryRange(range);
    await provider.queryRange({ ...range, start: range.start + 1, end: end + 1 });
    expect(server.requests.length - before).toBe(1);
    await provider.queryRange({ ...range, start: end - 601 });
    await provider.queryRange({ ...range, stepSeconds: 30 });
    await provider.queryRange({ ...range, start: end - 86_400 - 600, end: end - 86_400 });
    expect(server.requests.length - before).toBe(4);
  });
});
