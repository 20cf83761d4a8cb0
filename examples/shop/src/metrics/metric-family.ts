import type { MetricObjectWithValues, MetricValue } from 'prom-client';
import { layOut, type NativeHistogram, type NativeSeries } from './native-histogram.ts';
import { createMessageWriter, type MessageWriter } from './protobuf.ts';

// Field numbers and enum values of io.prometheus.client metrics.proto (github.com/prometheus/client_model).
const familyType = { counter: 0, gauge: 1, summary: 2, histogram: 4 } as const;
const singleValueField = { counter: 3, gauge: 2 } as const;
const summaryField = 4;
const histogramField = 7;

type Labels = Record<string, string | number>;
// prom-client's type leaves out `metricName`, which distributions carry to tell sum and count from points.
type Family = MetricObjectWithValues<MetricValue<string> & { metricName?: string }>;

/** One metric of a prom-client registry as an encoded io.prometheus.client.MetricFamily. */
export function encodeFamily(family: Family): Buffer {
  const kind = kindOf(family);
  return familyMessage(family.name, family.help, familyType[kind], (message) => {
    if (kind === 'counter' || kind === 'gauge') {
      for (const { labels, value } of family.values) {
        metricMessage(message, labels, (metric) =>
          metric.message(singleValueField[kind], (single) => single.double(1, value)),
        );
      }
      return;
    }
    for (const series of groupSeries(family)) {
      const field = kind === 'summary' ? summaryField : histogramField;
      metricMessage(message, series.labels, (metric) =>
        metric.message(field, (body) => writeDistribution(body, series, kind)),
      );
    }
  });
}

/** A native histogram as an encoded MetricFamily, with `constantLabels` on each series. */
export function encodeNativeHistogram(histogram: NativeHistogram, constantLabels: Labels): Buffer {
  return familyMessage(histogram.name, histogram.help, familyType.histogram, (message) => {
    for (const series of histogram.read()) {
      metricMessage(message, { ...constantLabels, ...series.labels }, (metric) =>
        metric.message(histogramField, (body) => writeNative(body, histogram, series)),
      );
    }
  });
}

interface Distribution {
  labels: Labels;
  count: number;
  sum: number;
  /** [quantile or upper bound, value], without +Inf: the count says it. */
  points: [number, number][];
}

function kindOf(family: Family): keyof typeof familyType {
  // prom-client declares `type` as an enum but fills it with these words.
  const kind: string = String(family.type);
  if (kind === 'counter' || kind === 'gauge' || kind === 'summary' || kind === 'histogram') return kind;
  throw new Error(`metric ${family.name} has the type ${kind}, which the exposition does not know`);
}

// prom-client lists buckets, sum and count of all series in one flat list.
function groupSeries(family: Family): Distribution[] {
  const groups = new Map<string, Distribution>();
  for (const { labels, value, metricName } of family.values) {
    const { le, quantile, ...rest } = labels;
    const key = JSON.stringify(Object.entries(rest).sort());
    const group: Distribution = groups.get(key) ?? { labels: rest as Labels, count: 0, sum: 0, points: [] };
    groups.set(key, group);
    const bound = le ?? quantile;
    if (bound !== undefined) {
      if (bound !== '+Inf') group.points.push([Number(bound), value]);
    } else if (metricName === `${family.name}_sum`) group.sum = value;
    else group.count = value;
  }
  return [...groups.values()];
}

function familyMessage(name: string, help: string, type: number, write: (message: MessageWriter) => void): Buffer {
  const message = createMessageWriter();
  message.text(1, name);
  message.text(2, help);
  message.unsigned(3, type);
  write(message);
  return message.finish();
}

function metricMessage(message: MessageWriter, labels: object, write: (metric: MessageWriter) => void): void {
  message.message(4, (metric) => {
    for (const [name, value] of Object.entries(labels)) {
      metric.message(1, (pair) => {
        pair.text(1, name);
        pair.text(2, String(value));
      });
    }
    write(metric);
  });
}

function writeDistribution(body: MessageWriter, series: Distribution, kind: 'summary' | 'histogram'): void {
  body.unsigned(1, series.count);
  body.double(2, series.sum);
  for (const [bound, value] of series.points) {
    body.message(3, (point) => {
      if (kind === 'summary') {
        point.double(1, bound);
        point.double(2, value);
      } else {
        point.unsigned(1, value);
        point.double(2, bound);
      }
    });
  }
}

function writeNative(body: MessageWriter, histogram: NativeHistogram, series: NativeSeries): void {
  const { spans, deltas } = layOut(series.buckets);
  body.unsigned(1, series.count);
  body.double(2, series.sum);
  body.signed(5, histogram.schema);
  body.double(6, histogram.zeroThreshold);
  body.unsigned(7, series.zeroCount);
  for (const { offset, length } of spans) {
    body.message(12, (span) => {
      span.signed(1, offset);
      span.unsigned(2, length);
    });
  }
  body.packedSigned(13, deltas);
}
