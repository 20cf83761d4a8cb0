type Labels = Record<string, string>;

/** One series of a native histogram: exponential buckets by index, as sparse as the values are. */
export interface NativeSeries {
  labels: Labels;
  count: number;
  sum: number;
  zeroCount: number;
  buckets: Map<number, number>;
}

export interface NativeHistogram {
  readonly name: string;
  readonly help: string;
  readonly schema: number;
  readonly zeroThreshold: number;
  observe(labels: Labels, value: number): void;
  read(): NativeSeries[];
}

/** Runs of neighbouring buckets, and each count as the difference to the one before, as the exposition wants them. */
export interface NativeLayout {
  spans: { offset: number; length: number }[];
  deltas: number[];
}

/**
 * A native (sparse, exponential) histogram of values ≥ 0; prom-client has none. Bucket i of schema s holds
 * values in (2^((i-1)/2^s), 2^(i/2^s)]; schema 3 makes neighbouring bounds differ by 9 %.
 * Source: io.prometheus.client metrics.proto and the Prometheus documentation on native histograms.
 */
export function createNativeHistogram(options: { name: string; help: string; schema?: number }): NativeHistogram {
  const { name, help, schema = 3 } = options;
  const zeroThreshold = 2 ** -128;
  const bucketsPerDoubling = 2 ** schema;
  const series = new Map<string, NativeSeries>();
  const observe = (labels: Labels, value: number): void => {
    const key = JSON.stringify(labels);
    const target = series.get(key) ?? { labels, count: 0, sum: 0, zeroCount: 0, buckets: new Map<number, number>() };
    series.set(key, target);
    target.count += 1;
    target.sum += value;
    if (value <= zeroThreshold) {
      target.zeroCount += 1;
      return;
    }
    const index = Math.ceil(Math.log2(value) * bucketsPerDoubling);
    target.buckets.set(index, (target.buckets.get(index) ?? 0) + 1);
  };
  return { name, help, schema, zeroThreshold, observe, read: () => [...series.values()] };
}

export function layOut(buckets: ReadonlyMap<number, number>): NativeLayout {
  const layout: NativeLayout = { spans: [], deltas: [] };
  let next: number | null = null;
  let before = 0;
  for (const [index, count] of [...buckets].sort(([left], [right]) => left - right)) {
    const span = layout.spans.at(-1);
    if (span !== undefined && index === next) span.length += 1;
    else layout.spans.push({ offset: next === null ? index : index - next, length: 1 });
    layout.deltas.push(count - before);
    before = count;
    next = index + 1;
  }
  return layout;
}
