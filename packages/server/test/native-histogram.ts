/**
 * One native histogram in the protobuf exposition format, length-delimited, the only one that carries them before Prometheus 3.
 * Fields as in github.com/prometheus/client_model, metrics.proto. Schema 0: bucket `i` ends at `2^i`.
 */
export function encodeNativeHistogram(name: string, help: string, observations: readonly number[]): Buffer {
  const counts = new Map<number, number>();
  for (const value of observations) {
    const bucket = Math.ceil(Math.log2(value));
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }
  const buckets = [...counts].sort(([left], [right]) => left - right);
  let before = 0;
  const spans = buckets.map(([bucket], index) => {
    const offset = index === 0 ? bucket : bucket - (buckets[index - 1]?.[0] ?? 0) - 1;
    return message(12, [signed(1, offset), unsigned(2, 1)]);
  });
  const deltas = buckets.map(([, count]) => {
    const delta = count - before;
    before = count;
    return signed(13, delta);
  });
  const histogram = message(7, [
    unsigned(1, observations.length),
    double(
      2,
      observations.reduce((sum, value) => sum + value, 0),
    ),
    signed(5, 0),
    double(6, 1e-128),
    unsigned(7, 0),
    ...spans,
    ...deltas,
  ]);
  const family = Buffer.concat([text(1, name), text(2, help), unsigned(3, 4), message(4, [histogram])]);
  return Buffer.concat([varint(BigInt(family.length)), family]);
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return Buffer.from(bytes);
}

const tag = (field: number, wireType: number) => varint(BigInt(field * 8 + wireType));
const unsigned = (field: number, value: number) => Buffer.concat([tag(field, 0), varint(BigInt(value))]);
const signed = (field: number, value: number) => unsigned(field, value >= 0 ? value * 2 : -value * 2 - 1);

function double(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([tag(field, 1), bytes]);
}

function delimited(field: number, bytes: Buffer): Buffer {
  return Buffer.concat([tag(field, 2), varint(BigInt(bytes.length)), bytes]);
}

const text = (field: number, value: string) => delimited(field, Buffer.from(value));
const message = (field: number, parts: readonly Buffer[]) => delimited(field, Buffer.concat(parts));
