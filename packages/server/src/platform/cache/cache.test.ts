import { describe, expect, it } from 'vitest';
import { AppError } from '../errors.ts';
import { estimateBytes } from './estimate-bytes.ts';
import { createCache } from './index.ts';

const MINUTE_MS = 60_000;

function setUp(maxBytes = 1_000_000) {
  const origins: string[] = [];
  let nowMs = Date.now();
  const cache = createCache({
    name: 'test',
    maxBytes,
    clock: { now: () => nowMs, monotonic: () => nowMs },
    onAccess: (origin) => origins.push(origin),
  });
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { cache, origins, pass };
}

describe('the cache', () => {
  it('loads once, and hands back the very same value with its age', async () => {
    const { cache, origins, pass } = setUp();
    const value = { points: [Number.NaN, Number.POSITIVE_INFINITY] };
    const load = async () => value;
    expect((await cache.getOrLoad({ key: 'k', ttlMs: MINUTE_MS, load })).value).toBe(value);
    pass(500);
    const again = await cache.getOrLoad({ key: 'k', ttlMs: MINUTE_MS, load: async () => ({ points: [0] }) });
    expect(again).toEqual({ value, ageMs: 500, origin: 'cached' });
    expect(origins).toEqual(['loaded', 'cached']);
  });

  it('loads once for all who ask at the same time', async () => {
    const { cache } = setUp();
    let loads = 0;
    const load = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return ++loads;
    };
    const all = await Promise.all(
      Array.from({ length: 50 }, () => cache.getOrLoad({ key: 'k', ttlMs: MINUTE_MS, load })),
    );
    expect(new Set(all.map(({ value }) => value))).toEqual(new Set([1]));
  });

  it('fails once for all who ask at the same time, and tries again for who asks later', async () => {
    const { cache } = setUp();
    const failure = new AppError('source_timeout');
    let loads = 0;
    const load = async () => {
      loads += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
      throw failure;
    };
    const ask = () => cache.getOrLoad({ key: 'k', ttlMs: MINUTE_MS, load });
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, ask));
    expect(outcomes).toEqual(Array(10).fill({ status: 'rejected', reason: failure }));
    expect(loads).toBe(1);
    await expect(ask()).rejects.toBe(failure);
    expect(loads).toBe(2);
  });

  it('tells everybody who gets an earlier value why there is no new one', async () => {
    const { cache, pass } = setUp();
    const request = { key: 'k', ttlMs: 5, graceMs: MINUTE_MS };
    await cache.getOrLoad({ ...request, load: async () => 'before' });
    await new Promise((resolve) => setTimeout(resolve, 10));
    pass(3000);
    const failure = new AppError('source_unreachable');
    const load = () => new Promise<string>((_, reject) => setTimeout(() => reject(failure), 20));
    const all = await Promise.all(Array.from({ length: 5 }, () => cache.getOrLoad({ ...request, load })));
    expect(all).toEqual(Array(5).fill(expect.objectContaining({ value: 'before', origin: 'stale', failure })));
  });

  it('serves an earlier value within its grace when loading fails, and says why and how old it is', async () => {
    const { cache, pass } = setUp();
    await cache.getOrLoad({ key: 'k', ttlMs: 5, graceMs: MINUTE_MS, load: async () => 'before' });
    await new Promise((resolve) => setTimeout(resolve, 10));
    pass(3000);
    const failure = new AppError('source_timeout');
    const load = async () => Promise.reject(failure);
    expect(await cache.getOrLoad({ key: 'k', ttlMs: 5, graceMs: MINUTE_MS, load })).toMatchObject({
      value: 'before',
      origin: 'stale',
      ageMs: 3000,
      failure,
    });
  });

  it('does not wait beyond its patience where an earlier value can stand in, and has the new one for who asks later', async () => {
    const { cache, pass } = setUp();
    await cache.getOrLoad({ key: 'k', ttlMs: 5, load: async () => 'before', graceMs: MINUTE_MS });
    await new Promise((resolve) => setTimeout(resolve, 10));
    pass(3000);
    let finish: (value: string) => void = () => undefined;
    const load = () => new Promise<string>((resolve) => (finish = resolve));
    const request = { key: 'k', ttlMs: MINUTE_MS, graceMs: MINUTE_MS, patienceMs: 20, load };
    const early = await cache.getOrLoad({ ...request, ttlMs: 5 });
    expect(early).toEqual({ value: 'before', ageMs: 3000, origin: 'stale' });
    finish('after');
    await expect.poll(async () => (await cache.getOrLoad(request)).value).toBe('after');
  });

  it('throws the original error when there is nothing to serve, and loads again next time', async () => {
    const { cache } = setUp();
    const failure = new AppError('source_timeout');
    const request = { key: 'k', ttlMs: MINUTE_MS };
    await expect(cache.getOrLoad({ ...request, load: () => Promise.reject(failure) })).rejects.toBe(failure);
    expect((await cache.getOrLoad({ ...request, load: async () => 1 })).value).toBe(1);
  });

  it('forgets by key and by prefix', async () => {
    const { cache, origins } = setUp();
    const load = async () => 1;
    for (const key of ['org-1:a', 'org-1:b', 'org-2:a']) await cache.getOrLoad({ key, ttlMs: MINUTE_MS, load });
    await cache.deletePrefix('org-1:');
    await cache.delete('org-2:a');
    for (const key of ['org-1:a', 'org-1:b', 'org-2:a']) await cache.getOrLoad({ key, ttlMs: MINUTE_MS, load });
    expect(origins).toEqual(Array(6).fill('loaded'));
  });

  it('stays within its bytes by dropping what was used longest ago', async () => {
    const { cache, origins } = setUp(50_000);
    const load = async () => 'x'.repeat(10_000);
    for (const key of ['a', 'b', 'c', 'a']) await cache.getOrLoad({ key, ttlMs: MINUTE_MS, load });
    expect(origins).toEqual(['loaded', 'loaded', 'loaded', 'loaded']);
  });
});

it('the estimate of a result is within a factor of two of what it takes', () => {
  const series = Array.from({ length: 100 }, (_, index) => ({
    labels: { service: `service-${index}` },
    points: Array.from({ length: 100 }, (_, time) => [time + 0.5, index + 0.5]),
  }));
  // 100 × 100 points of two doubles each: 16 bytes of numbers, 16 of array header and 8 of slot at the least.
  expect(estimateBytes(series)).toBeGreaterThan(400_000);
  expect(estimateBytes(series)).toBeLessThan(1_600_000);
});
