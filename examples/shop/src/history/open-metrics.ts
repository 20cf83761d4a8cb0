import { closeSync, openSync, writeSync } from 'node:fs';
import type { MetricDefinition } from '../metrics/definition.ts';

/** One series of a family: the sample name's suffix, its labels and its value at each frame (null: no sample). */
export interface SampledSeries {
  suffix: string;
  labels: Record<string, string>;
  value(frame: number): number | null;
}

type Family = Pick<MetricDefinition, 'name' | 'help' | 'type'>;

/** Collects series and writes them family by family, as OpenMetrics wants them, without holding the text in memory. */
export interface OpenMetricsDocument {
  /** `series` is asked for only while writing; the values of each are read in frame order. */
  add(family: Family, series: () => readonly SampledSeries[]): void;
  write(file: string): { samples: number; series: number; sizeBytes: number };
}

const flushBytes = 1 << 18;

/** Format: OpenMetrics 1.0 text (prometheus.io/docs/specs/om/open_metrics_spec); times in seconds. */
export function createOpenMetricsDocument(timesMs: readonly number[]): OpenMetricsDocument {
  const families = new Map<string, { family: Family; sources: (() => readonly SampledSeries[])[] }>();
  const ends = timesMs.map((timeMs) => ` ${timeMs / 1000}\n`);
  const write = (file: string): { samples: number; series: number; sizeBytes: number } => {
    const output = openOutput(file);
    const totals = { samples: 0, series: 0 };
    try {
      for (const { family, sources } of families.values()) {
        output.add(header(family));
        for (const series of sources.flatMap((source) => source())) {
          totals.series += 1;
          totals.samples += writeSeries(
            `${family.name}${series.suffix}${labelSet(series.labels)} `,
            series,
            ends,
            output,
          );
        }
      }
      output.add('# EOF\n');
      return { ...totals, sizeBytes: output.flush() };
    } finally {
      output.close();
    }
  };
  return {
    add: (family, series) => {
      const entry = families.get(family.name) ?? { family, sources: [] };
      families.set(family.name, entry);
      entry.sources.push(series);
    },
    write,
  };
}

interface Output {
  add(text: string): void;
  flush(): number;
  close(): void;
}

function openOutput(file: string): Output {
  const descriptor = openSync(file, 'w');
  let pending = '';
  let sizeBytes = 0;
  const flush = (): number => {
    const bytes = Buffer.from(pending);
    for (let from = 0; from < bytes.length; ) from += writeSync(descriptor, bytes, from);
    sizeBytes += bytes.length;
    pending = '';
    return sizeBytes;
  };
  const add = (text: string): void => {
    pending += text;
    if (pending.length > flushBytes) flush();
  };
  return { add, flush, close: () => closeSync(descriptor) };
}

function writeSeries(start: string, series: SampledSeries, ends: readonly string[], output: Output): number {
  let samples = 0;
  let text = '';
  for (let frame = 0; frame < ends.length; frame += 1) {
    const value = series.value(frame);
    if (value === null) continue;
    text += start + shortNumber(value) + ends[frame];
    samples += 1;
  }
  output.add(text);
  return samples;
}

function shortNumber(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Math.round(value * 1e5) / 1e5);
}

// OpenMetrics names a counter's family without the `_total` that its samples carry.
function header({ name, help, type }: Family): string {
  const family = type === 'counter' ? name.replace(/_total$/, '') : name;
  return `# HELP ${family} ${escapeText(help)}\n# TYPE ${family} ${type}\n`;
}

function labelSet(labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeText(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escapeText(text: string): string {
  return text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/"/g, '\\"');
}
