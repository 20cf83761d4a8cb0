import { afterEach, describe, expect, it } from 'vitest';
import { type BadPrometheus, startBadPrometheus } from './bad-prometheus.ts';
import { startWirePrometheus, type WirePrometheus } from './wire-prometheus.ts';

let running: { stop(): Promise<void> } | null = null;
afterEach(() => running?.stop());

async function get(server: WirePrometheus | BadPrometheus, path: string, init: RequestInit = {}) {
  const response = await fetch(`${server.url}${path}`, init);
  const text = await response.text();
  return { status: response.status, text, json: text.startsWith('{') ? JSON.parse(text) : null };
}

describe('Prometheus 3', () => {
  it('answers native histograms, UTF-8 names and annotations', async () => {
    const server = await startWirePrometheus({ dialect: 'prometheus-3' });
    running = server;
    const histogram = await get(server, '/api/v1/query?query=till_scan_seconds&time=100');
    expect(histogram.json.data.result[0].histogram).toEqual([
      100,
      expect.objectContaining({ count: '10', sum: '2.5' }),
    ]);
    const quoted = await get(server, `/api/v1/query?query=${encodeURIComponent('{"till.queue.depth"}')}`);
    expect(quoted.json.data.result).toHaveLength(1);
    const rate = await get(server, `/api/v1/query?query=${encodeURIComponent('rate(up[5m])')}`);
    expect(rate.json.infos).toEqual([expect.stringContaining('might not be a counter')]);
    expect(rate.json.data.result[0].metric).not.toHaveProperty('__name__');
  });

  it('reads a query from a posted form and steps through a range', async () => {
    const server = await startWirePrometheus({ dialect: 'prometheus-3' });
    running = server;
    const body = new URLSearchParams({ query: 'up{instance=~".*1:8080"}', start: '0', end: '60', step: '30' });
    const reply = await get(server, '/api/v1/query_range', { method: 'POST', body });
    expect(reply.json.data).toMatchObject({
      resultType: 'matrix',
      result: [
        {
          values: [
            [0, '1'],
            [30, '1'],
            [60, '1'],
          ],
        },
      ],
    });
  });

  it('rejects what it cannot parse', async () => {
    const server = await startWirePrometheus({ dialect: 'prometheus-3' });
    running = server;
    expect(await get(server, '/api/v1/query?query=sum(')).toMatchObject({
      status: 400,
      json: { errorType: 'bad_data' },
    });
  });
});

describe('Mimir', () => {
  it('turns away requests without a tenant, in plain text', async () => {
    const server = await startWirePrometheus({ dialect: 'mimir' });
    running = server;
    expect(await get(server, '/api/v1/labels')).toEqual({ status: 401, text: 'no org id\n', json: null });
    const headers = { 'x-scope-orgid': 'shops' };
    expect((await get(server, '/api/v1/labels', { headers })).json.data).toContain('job');
    expect((await get(server, '/api/v1/status/buildinfo', { headers })).json.data.application).toBe('Grafana Mimir');
    expect((await get(server, '/api/v1/targets', { headers })).status).toBe(404);
  });
});

describe('VictoriaMetrics', () => {
  it('has no metadata and puts statistics beside the data', async () => {
    const server = await startWirePrometheus({ dialect: 'victoriametrics' });
    running = server;
    expect((await get(server, '/api/v1/metadata')).json.data).toEqual({});
    expect((await get(server, '/api/v1/query?query=up')).json.stats.seriesFetched).toBe('2');
    expect(await get(server, '/api/v1/query?query=sum(')).toMatchObject({ status: 422, json: { errorType: '422' } });
  });
});

describe('a Prometheus on a bad day', () => {
  async function misbehaving() {
    const server = await startBadPrometheus();
    running = server;
    return server;
  }

  it('can have nothing to tell', async () => {
    const server = await misbehaving();
    expect((await get(server, '/api/v1/query?query=up')).json).toEqual({
      status: 'success',
      data: { resultType: 'vector', result: [] },
    });
    expect((await get(server, '/api/v1/label/__name__/values')).json.data).toEqual([]);
  });

  it('can drop the connection in the middle of a reply', async () => {
    const server = await misbehaving();
    server.behave({ kind: 'disappear' });
    await expect(get(server, '/api/v1/query?query=up')).rejects.toThrow();
  });

  it('can be overloaded and say when to come back', async () => {
    const server = await misbehaving();
    server.behave((path) =>
      path.includes('/query') ? { kind: 'status', status: 503, retryAfterSeconds: 7 } : { kind: 'empty' },
    );
    const response = await fetch(`${server.url}/api/v1/query`);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '7']);
    expect((await get(server, '/api/v1/labels')).status).toBe(200);
  });

  it('stops producing a huge reply when the reader has had enough', async () => {
    const server = await misbehaving();
    server.behave({ kind: 'huge', sizeBytes: 1_000_000_000 });
    const response = await fetch(`${server.url}/api/v1/query`);
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect(server.sentBytes()).toBeLessThan(100_000_000);
  });

  it('gives a huge reply that is well formed', async () => {
    const server = await misbehaving();
    server.behave({ kind: 'huge', sizeBytes: 200_000 });
    expect((await get(server, '/api/v1/query')).json.data.result.length).toBeGreaterThan(1000);
  });
});
