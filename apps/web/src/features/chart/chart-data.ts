import type { Answer, ChartSpec, Evidence } from '@locum/contracts';

/** One line of a chart. `colour` counts from 0; from the ninth on, colours repeat with `dashed`. */
export interface ChartSeries {
  name: string;
  values: (number | null)[];
  colour: number;
  dashed: boolean;
}

/** The series beyond the first twelve, drawn as the span between their least and greatest value. */
export interface OtherSeries {
  count: number;
  low: (number | null)[];
  high: (number | null)[];
  /** For stacks, where the others must add up. */
  sum: (number | null)[];
}

export interface ChartData {
  type: ChartSpec['type'];
  title: string;
  unit: string;
  times: number[];
  series: ChartSeries[];
  others: OtherSeries | null;
  /** Every series in the evidence's order, for tables. */
  all: NamedValues[];
  totalSeries: number;
  /** Whether the names of the series tell anything: a lone sum over everything has none. */
  isNamed: boolean;
  thresholds: ChartSpec['thresholds'];
  heatmap?: { bounds: number[]; counts: (number | null)[][] };
}

export interface NamedValues {
  name: string;
  values: (number | null)[];
}

export const SHOWN_SERIES = 12;
/** The key under which the others are switched in the legend. */
export const OTHERS = 'others';
const HUES = 8;

/** What a chart of this answer draws, or null when there is nothing to draw. `showAll` lifts the limit of twelve. */
export function chartDataOf(answer: Pick<Answer, 'chart' | 'evidence'>, showAll = false): ChartData | null {
  const { chart } = answer;
  const evidence = answer.evidence.find((candidate) => candidate.id === chart?.evidenceId);
  if (!chart || !evidence) return null;
  return chartData(chart, evidence, showAll);
}

export function chartData(chart: ChartSpec, evidence: Evidence, showAll = false): ChartData {
  const { result } = evidence;
  const all = result.series.map((series, index) => ({
    name: chart.seriesNames[index] || labelText(series.labels),
    values: series.values,
  }));
  // "Top 12 and others" only pays from the fourteenth series on: a lone "1 other" tells less than the series itself.
  const limit = showAll || all.length <= SHOWN_SERIES + 1 ? all.length : SHOWN_SERIES;
  const ranked = all.length > limit ? rankByWeight(all) : all;
  const rest = ranked.slice(limit);
  return {
    type: chart.type,
    title: chart.title,
    unit: chart.unit,
    times: result.times,
    series: ranked.slice(0, limit).map((series, index) => ({
      ...series,
      colour: index % HUES,
      dashed: Math.floor(index / HUES) % 2 === 1,
    })),
    others: rest.length > 0 ? { count: rest.length, ...envelope(rest, result.times.length) } : null,
    all,
    totalSeries: result.totalSeries,
    isNamed: all.length > 1 || Object.keys(result.series[0]?.labels ?? {}).some((label) => label !== '__name__'),
    thresholds: chart.thresholds,
    ...(result.heatmap ? { heatmap: result.heatmap } : {}),
  };
}

/** Last value that is not a gap. */
export function lastValue(values: readonly (number | null)[]): number | null {
  return values.findLast((value) => value !== null) ?? null;
}

export interface Summary {
  last: number | null;
  min: number | null;
  max: number | null;
  mean: number | null;
}

export function summarise(values: readonly (number | null)[]): Summary {
  let [min, max, sum, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (const value of values) {
    if (value === null) continue;
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
    count++;
  }
  if (count === 0) return { last: null, min: null, max: null, mean: null };
  return { last: lastValue(values), min, max, mean: sum / count };
}

/** `{a="b", c="d"}` without the braces, as a name where the server gave none. */
export function labelText(labels: Record<string, string>): string {
  const { __name__: metric, ...rest } = labels;
  const pairs = Object.entries(rest).map(([label, value]) => `${label}=${value}`);
  return [metric, ...pairs].filter(Boolean).join(' ') || 'value';
}

function rankByWeight<T extends { values: (number | null)[] }>(series: T[]): T[] {
  const weight = (values: (number | null)[]) => summarise(values).mean ?? Number.NEGATIVE_INFINITY;
  return series
    .map((one) => ({ one, weight: weight(one.values) }))
    .sort((left, right) => right.weight - left.weight)
    .map(({ one }) => one);
}

function envelope(series: { values: (number | null)[] }[], length: number): Omit<OtherSeries, 'count'> {
  const low: (number | null)[] = new Array(length).fill(null);
  const high: (number | null)[] = new Array(length).fill(null);
  const sum: (number | null)[] = new Array(length).fill(null);
  for (const { values } of series) {
    for (let index = 0; index < length; index++) {
      const value = values[index] ?? null;
      if (value === null) continue;
      if (low[index] === null || value < low[index]!) low[index] = value;
      if (high[index] === null || value > high[index]!) high[index] = value;
      sum[index] = (sum[index] ?? 0) + value;
    }
  }
  return { low, high, sum };
}
