import type { Registry } from 'prom-client';
import { encodeFamily, encodeNativeHistogram } from './metric-family.ts';
import type { NativeHistogram, NativeSeries } from './native-histogram.ts';
import { delimited } from './protobuf.ts';

export interface Exposition {
  contentType: string;
  body: string | Buffer;
}

export interface ExposedMetrics {
  registry: Registry;
  constantLabels: Record<string, string>;
  nativeHistograms: readonly NativeHistogram[];
}

const protobufType = 'application/vnd.google.protobuf';
const familyName = 'io.prometheus.client.MetricFamily';

/**
 * The metrics in the form the scraper asks for: length-delimited protobuf when its Accept header offers it and there is a
 * native histogram to carry, else the text format. In text a native histogram keeps its count and sum only.
 */
export async function expose(metrics: ExposedMetrics, accept: string | undefined): Promise<Exposition> {
  if (metrics.nativeHistograms.length > 0 && acceptsProtobuf(accept)) {
    const families = await metrics.registry.getMetricsAsJSON();
    const messages = [
      ...families.map(encodeFamily),
      ...metrics.nativeHistograms.map((histogram) => encodeNativeHistogram(histogram, metrics.constantLabels)),
    ];
    const contentType = `${protobufType}; proto=${familyName}; encoding=delimited`;
    return { contentType, body: Buffer.concat(messages.map(delimited)) };
  }
  const text = [await metrics.registry.metrics(), ...metrics.nativeHistograms.map((one) => asText(one, metrics))];
  return { contentType: metrics.registry.contentType, body: text.join('\n') };
}

function acceptsProtobuf(accept = ''): boolean {
  return accept.split(',').some((range) => {
    const parts = range.split(';').map((part) => part.trim());
    return parts[0] === protobufType && parts.includes(`proto=${familyName}`) && parts.includes('encoding=delimited');
  });
}

function asText(histogram: NativeHistogram, { constantLabels }: ExposedMetrics): string {
  const lines = [`# HELP ${histogram.name} ${histogram.help}`, `# TYPE ${histogram.name} histogram`];
  for (const series of histogram.read()) lines.push(...seriesLines(histogram.name, series, constantLabels));
  return `${lines.join('\n')}\n`;
}

function seriesLines(name: string, series: NativeSeries, constantLabels: Record<string, string>): string[] {
  const labels = Object.entries({ ...constantLabels, ...series.labels }).map(([key, value]) => `${key}="${value}"`);
  const set = labels.join(',');
  return [
    `${name}_bucket{${[...labels, 'le="+Inf"'].join(',')}} ${series.count}`,
    `${name}_sum{${set}} ${series.sum}`,
    `${name}_count{${set}} ${series.count}`,
  ];
}
