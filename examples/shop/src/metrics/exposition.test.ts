import { Counter, Histogram, Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { expose } from './exposition.ts';
import { createNativeHistogram } from './native-histogram.ts';

const accept =
  'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited,text/plain;version=0.0.4;q=0.5';

function exampleMetrics() {
  const registry = new Registry();
  registry.setDefaultLabels({ app: 'test' });
  new Counter({ name: 'hits_total', help: 'Hits', registers: [registry] }).inc(3);
  new Histogram({ name: 'wait_seconds', help: 'Wait', buckets: [0.5], registers: [registry] }).observe(0.2);
  const native = createNativeHistogram({ name: 'call_seconds', help: 'Calls' });
  native.observe({ peer: 'bank' }, 0.3);
  return { registry, constantLabels: { app: 'test' }, nativeHistograms: [native] };
}

it('answers in text, with count and sum of the native histogram, to who does not ask for protobuf', async () => {
  const { contentType, body } = await expose(exampleMetrics(), 'text/plain');
  expect(contentType).toContain('text/plain');
  expect(body).toContain('hits_total{app="test"} 3');
  expect(body).toContain('# TYPE call_seconds histogram');
  expect(body).toContain('call_seconds_bucket{app="test",peer="bank",le="+Inf"} 1');
  expect(body).toContain('call_seconds_sum{app="test",peer="bank"} 0.3');
});

it('answers in length-delimited protobuf to who accepts it', async () => {
  const { contentType, body } = await expose(exampleMetrics(), accept);
  expect(contentType).toBe(
    'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited',
  );
  expect(familyNames(Buffer.from(body))).toEqual(['hits_total', 'wait_seconds', 'call_seconds']);
});

it('stays with text when there is no native histogram to carry', async () => {
  const { contentType } = await expose({ ...exampleMetrics(), nativeHistograms: [] }, accept);
  expect(contentType).toContain('text/plain');
});

/** Names of the families, each: message length, tag 0x0a, name length, name (all lengths below 16384 here). */
function familyNames(body: Buffer): string[] {
  const names: string[] = [];
  for (let at = 0; at < body.length; ) {
    const [length, start] = readVarint(body, at);
    expect(body[start]).toBe(0x0a);
    const [nameLength, nameStart] = readVarint(body, start + 1);
    names.push(body.toString('utf8', nameStart, nameStart + nameLength));
    at = start + length;
  }
  return names;
}

function readVarint(body: Buffer, at: number): [value: number, next: number] {
  const first = body.readUInt8(at);
  return first < 128 ? [first, at + 1] : [first - 128 + body.readUInt8(at + 1) * 128, at + 2];
}
