import { Counter, Gauge, Histogram, type Registry, Summary } from 'prom-client';

interface Described<Label extends string> {
  name: string;
  help: string;
  labelNames: readonly Label[];
}

export interface CounterDefinition<Label extends string = string> extends Described<Label> {
  type: 'counter';
}
export interface GaugeDefinition<Label extends string = string> extends Described<Label> {
  type: 'gauge';
}
export interface HistogramDefinition<Label extends string = string> extends Described<Label> {
  type: 'histogram';
  /** Upper bounds, ascending, without +Inf. */
  buckets: readonly number[];
}
export interface SummaryDefinition<Label extends string = string> extends Described<Label> {
  type: 'summary';
  quantiles: readonly number[];
}
export type MetricDefinition = CounterDefinition | GaugeDefinition | HistogramDefinition | SummaryDefinition;

/** A metric is described once; the running service and the written history are both made from that description. */
export function counter<Label extends string = never>(
  name: string,
  help: string,
  labelNames: readonly Label[] = [],
): CounterDefinition<Label> {
  return { type: 'counter', name, help, labelNames };
}

export function gauge<Label extends string = never>(
  name: string,
  help: string,
  labelNames: readonly Label[] = [],
): GaugeDefinition<Label> {
  return { type: 'gauge', name, help, labelNames };
}

export function histogram<Label extends string = never>(
  name: string,
  help: string,
  labelNames: readonly Label[],
  buckets: readonly number[],
): HistogramDefinition<Label> {
  return { type: 'histogram', name, help, labelNames, buckets };
}

export function summary<Label extends string = never>(
  name: string,
  help: string,
  labelNames: readonly Label[],
  quantiles: readonly number[],
): SummaryDefinition<Label> {
  return { type: 'summary', name, help, labelNames, quantiles };
}

/** Instruments of one registry, made from definitions. */
export function createInstruments(registry: Registry) {
  const base = <Label extends string>({ name, help, labelNames }: Described<Label>) => ({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
  });
  return {
    counter: <Label extends string>(definition: CounterDefinition<Label>) => new Counter<Label>(base(definition)),
    gauge: <Label extends string>(definition: GaugeDefinition<Label>, read?: (gauge: Gauge<Label>) => void) =>
      new Gauge<Label>({
        ...base(definition),
        ...(read && {
          collect() {
            read(this);
          },
        }),
      }),
    histogram: <Label extends string>(definition: HistogramDefinition<Label>) =>
      new Histogram<Label>({ ...base(definition), buckets: [...definition.buckets] }),
    summary: <Label extends string>(definition: SummaryDefinition<Label>) =>
      new Summary<Label>({
        ...base(definition),
        percentiles: [...definition.quantiles],
        maxAgeSeconds: 300,
        ageBuckets: 5,
      }),
  };
}
