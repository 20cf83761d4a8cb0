import { prometheusSettings } from '@locum/contracts';
import { type BadPrometheus, startBadPrometheus } from '@locum/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TelemetryProvider } from '../../provider.ts';
import { createPrometheusProvider, type PrometheusProviderOptions } from './provider.ts';

const QUERY = { promql: 'up', time: 1_700_000_000 };
const MIB = 2 ** 20;

let server: BadPrometheus;
beforeAll(async () => {
  server = await startBadPrometheus();
});
afterAll(() => server.stop());
beforeEach(() => server.behave({ kind: 'empty' }));

function connect(options: PrometheusProviderOptions = {}, settings: object = {}): TelemetryProvider {
  return createPrometheusProvider(prometheusSettings.parse({ url: server.url, ...settings }), {
    random: () => 0,
    ...options,
  });
}

/** What the query fails with, and how many requests it took. */
async function fail(provider: TelemetryProvider) {
  const before = server.requests.length;
  const error: unknown = await provider.queryInstant(QUERY).then(
    () => expect.unreachable('the query should fail'),
    (reason: unknown) => reason,
  );
  await provider.close();
  return { error, attempts: server.requests.length - before };
}

describe('a Prometheus that misbehaves', () => {
  it('that has no metrics answers nothing, which is no error', async () => {
    const provider = connect();
    expect((await provider.queryInstant(QUERY)).series).toEqual([]);
    expect(await provider.labelValues('__name__', {})).toEqual([]);
    await provider.close();
  });

  it('that hangs ends in source_timeout after the time it was given', async () => {
    server.behave({ kind: 'hang' });
    const { error } = await fail(connect({}, { timeoutMs: 150 }));
    expect(error).toMatchObject({ code: 'source_timeout', hint: 'It had 0.15 s.' });
  });

  it('that is slow but in time is waited for', async () => {
    server.behave({ kind: 'slow', delayMs: 150 });
    const provider = connect({}, { timeoutMs: 5_000 });
    const { sourceMs } = await provider.queryInstant(QUERY);
    expect(sourceMs).toBeGreaterThanOrEqual(140);
    await provider.close();
  });

  // proves: SRC-05
  it('that answers 503 is asked three times, then is overloaded', async () => {
    server.behave({ kind: 'status', status: 503, body: 'Service Unavailable' });
    const { error, attempts } = await fail(connect());
    expect(error).toMatchObject({ code: 'source_overloaded', hint: 'It answered HTTP 503.' });
    expect(attempts).toBe(3);
  });

  it('that recovers after a 503 and a dropped connection answers the same call', async () => {
    const first: Parameters<BadPrometheus['behave']>[0][] = [{ kind: 'status', status: 503 }, { kind: 'hang-up' }];
    let calls = 0;
    server.behave(() => {
      const next = first[calls];
      calls += 1;
      return next === undefined || typeof next === 'function' ? { kind: 'empty' } : next;
    });
    const provider = connect();
    expect((await provider.queryInstant(QUERY)).series).toEqual([]);
    expect(calls).toBe(3);
    await provider.close();
  });

  it('that gave a query up for its length is not asked again', async () => {
    const body = { status: 'error', errorType: 'timeout', error: 'query timed out in expression evaluation' };
    server.behave({ kind: 'status', status: 503, body: JSON.stringify(body) });
    const { error, attempts } = await fail(connect());
    expect(error).toMatchObject({ code: 'source_timeout', hint: body.error });
    expect(attempts).toBe(1);
  });

  // proves: SAFE-02
  it('that disappears in the middle of an answer is unreachable, in words', async () => {
    server.behave({ kind: 'disappear' });
    const { error, attempts } = await fail(connect());
    expect(error).toMatchObject({
      code: 'source_unreachable',
      hint: 'It closed the connection before the answer was complete.',
    });
    expect(attempts).toBe(3);
  });

  // proves: SAFE-02
  it('that answers garbage is no Prometheus', async () => {
    server.behave({ kind: 'garbage' });
    expect((await fail(connect())).error).toMatchObject({
      code: 'source_protocol',
      hint: 'It answered text that is not JSON.',
    });
  });

  it('that answers a web page is no Prometheus', async () => {
    server.behave({ kind: 'html' });
    expect((await fail(connect())).error).toMatchObject({
      code: 'source_protocol',
      hint: 'It answered a web page (HTML).',
    });
  });

  it.each([
    ['an array', []],
    ['an unknown result type', { status: 'success', data: { resultType: 'cube', result: [] } }],
    [
      'a value that is no number',
      { status: 'success', data: { resultType: 'vector', result: [{ metric: {}, value: [1, 'x'] }] } },
    ],
    ['a series without labels', { status: 'success', data: { resultType: 'vector', result: [{ value: [1, '1'] }] } }],
  ])('that answers JSON with %s is no Prometheus', async (_, body) => {
    server.behave({ kind: 'reply', body });
    expect((await fail(connect())).error).toMatchObject({ code: 'source_protocol' });
  });

  // proves: SRC-05
  it('that answers too much is cut off at the limit instead of being read', async () => {
    server.behave({ kind: 'huge', sizeBytes: 200 * MIB });
    const { error, attempts } = await fail(connect({ maxResponseBytes: MIB }));
    expect(error).toMatchObject({ code: 'source_response_too_large', hint: 'The limit is 1 MiB.' });
    expect(attempts).toBe(1);
    expect(server.sentBytes()).toBeLessThan(50 * MIB);
  });

  // proves: SRC-05
  it('that asks to wait holds back every call to it until then', async () => {
    const askedAt: number[] = [];
    server.behave(() => {
      askedAt.push(performance.now());
      return askedAt.length === 1 ? { kind: 'status', status: 429, retryAfterSeconds: 1 } : { kind: 'empty' };
    });
    const provider = connect();
    const first = provider.queryInstant(QUERY);
    await expect.poll(() => askedAt.length).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await Promise.all([first, provider.queryInstant(QUERY), provider.labelNames({})]);
    expect(askedAt).toHaveLength(4);
    for (const at of askedAt.slice(1)) expect(at - askedAt[0]!).toBeGreaterThanOrEqual(950);
    await provider.close();
  });

  it('that asks to wait longer than the call may take fails it at once', async () => {
    server.behave({ kind: 'status', status: 503, retryAfterSeconds: 3_600 });
    const { error, attempts } = await fail(connect({}, { timeoutMs: 2_000 }));
    expect(error).toMatchObject({ code: 'source_overloaded', retryAfterSeconds: 3_600 });
    expect(attempts).toBe(1);
  });

  it('refuses a call when too many already wait, instead of letting them pile up', async () => {
    server.behave({ kind: 'hang' });
    const provider = connect({ concurrency: 1, maxWaiting: 2 }, { timeoutMs: 300 });
    const calls = Array.from({ length: 4 }, () => provider.queryInstant(QUERY));
    const codes = (await Promise.allSettled(calls)).map(
      (outcome) => outcome.status === 'rejected' && outcome.reason.code,
    );
    expect(codes).toEqual(['source_timeout', 'source_timeout', 'source_timeout', 'source_overloaded']);
    await provider.close();
  });

  it.each([401, 403])('that answers %i has refused the credentials, and is not asked again', async (status) => {
    server.behave({ kind: 'status', status });
    const { error, attempts } = await fail(connect());
    expect(error).toMatchObject({ code: 'source_unauthorised' });
    expect(attempts).toBe(1);
  });

  it('that quotes the credentials in its error does not get them shown or logged', async () => {
    const token = 'tok-3f9a7c';
    const body = JSON.stringify({ status: 'error', errorType: 'bad_data', error: `cannot use Bearer ${token}` });
    server.behave({ kind: 'status', status: 400, body });
    const { error } = await fail(connect({}, { auth: { type: 'bearer', token } }));
    expect(error).toMatchObject({ code: 'source_query_rejected', hint: 'cannot use Bearer [redacted]' });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(token);
  });
});
