import type uPlot from 'uplot';
import { formatTicks, tickIncrements } from '../../format/units.ts';
import { brokenLine } from './broken-line.ts';
import { type ChartData, OTHERS } from './chart-data.ts';
import type { Palette } from './palette.ts';

export interface PlotColumns {
  data: uPlot.AlignedData;
  /** For each drawn series its index in `ChartData.series`, or 'others'. */
  drawn: (number | 'low' | 'high' | 'others')[];
}

/** Columns as uPlot wants them. Stacks are summed from the bottom; the last series of the list lies lowest. */
export function plotColumns(chart: ChartData, hidden: ReadonlySet<string>): PlotColumns {
  if (chart.type === 'area') return stackedColumns(chart, hidden);
  const columns: (number | null)[][] = [];
  const drawn: PlotColumns['drawn'] = [];
  if (chart.others) {
    columns.push(chart.others.high, chart.others.low);
    drawn.push('high', 'low');
  }
  chart.series.forEach((series, index) => {
    columns.push(series.values);
    drawn.push(index);
  });
  return { data: [chart.times, ...columns] as uPlot.AlignedData, drawn };
}

function stackedColumns(chart: ChartData, hidden: ReadonlySet<string>): PlotColumns {
  const layers = chart.series.map((series, index) => ({
    key: index as number | 'others',
    name: series.name,
    values: series.values,
  }));
  if (chart.others) layers.push({ key: 'others', name: OTHERS, values: chart.others.sum });
  const total: number[] = new Array(chart.times.length).fill(0);
  const stacked = layers.toReversed().map((layer) => {
    if (hidden.has(layer.name)) return layer.values;
    return layer.values.map((value, index) => {
      if (value === null) return null;
      total[index]! += value;
      return total[index]!;
    });
  });
  // The tallest layer is drawn first, so that each lower one paints over it.
  return {
    data: [chart.times, ...stacked.toReversed()] as uPlot.AlignedData,
    drawn: layers.map((layer) => layer.key),
  };
}

interface OptionInput {
  chart: ChartData;
  drawn: PlotColumns['drawn'];
  hidden: ReadonlySet<string>;
  palette: Palette;
  width: number;
  height: number;
  syncKey: string;
  hooks: uPlot.Hooks.Arrays;
}

/** Options of one plot: few ticks in human units, no own legend (ours is HTML), drag to zoom along time. */
export function plotOptions(input: OptionInput): uPlot.Options {
  const { chart, palette, width, height, syncKey, hooks } = input;
  const increments = tickIncrements(chart.unit);
  const axis = {
    stroke: palette.text,
    grid: { stroke: palette.grid, width: 1 },
    ticks: { show: false },
    font: axisFont,
  };
  return {
    width,
    height,
    padding: [10, 6, 0, 0],
    legend: { show: false },
    cursor: {
      points: { show: input.drawn.length <= 24, size: 7 },
      y: false,
      drag: { x: true, y: false, setScale: false, dist: 5 },
      sync: { key: syncKey, scales: ['x', null] },
    },
    scales: { y: { range: valueRange(chart) } },
    axes: [
      { ...axis, grid: { show: false }, size: 30, space: width < 420 ? 76 : 90, values: clockTicks },
      {
        ...axis,
        space: 48,
        size: yAxisSize,
        gap: 6,
        ...(increments ? { incrs: increments } : {}),
        values: (_plot, ticks) => formatTicks(ticks, chart.unit),
      },
    ],
    series: [{}, ...input.drawn.map((key) => drawnSeries(key, input))],
    ...(chart.type === 'line' && chart.others
      ? { bands: [{ series: [1, 2], fill: withAlpha(palette.rest, 0.16) }] }
      : {}),
    hooks,
  };
}

const axisFont = '12px "Inter Variable", system-ui, sans-serif';

function drawnSeries(key: PlotColumns['drawn'][number], input: OptionInput): uPlot.Series {
  const { chart, palette, hidden } = input;
  if (key === 'low' || key === 'high') {
    return { stroke: withAlpha(palette.rest, 0.5), width: 1, points: { show: false }, show: !hidden.has(OTHERS) };
  }
  if (key === 'others') {
    return {
      stroke: palette.rest,
      fill: solid(palette.rest, palette),
      width: 1,
      points: { show: false },
      show: !hidden.has(OTHERS),
    };
  }
  const series = chart.series[key]!;
  const colour = palette.series[series.colour]!;
  return {
    stroke: colour,
    // One device pixel is what a canvas draws fastest, and a crowd of lines reads no better when they are thicker.
    width: input.drawn.length > 24 ? 1 / devicePixelRatio : 1.5,
    show: !hidden.has(series.name),
    points: { show: isolatedPoints(series.values), size: 4, fill: colour },
    ...(series.dashed ? { dash: [6, 4] } : {}),
    ...(chart.type === 'area' ? { fill: solid(colour, palette) } : { paths: brokenLine }),
  };
}

/** A value between two gaps has no line to either side: without a dot it would be invisible. */
function isolatedPoints(values: (number | null)[]): boolean {
  return (
    values.length === 1 ||
    values.some((value, index) => value !== null && values[index - 1] == null && values[index + 1] == null)
  );
}

/** What is counted or lasts is read against zero; a level, such as a temperature or bytes in use, against its neighbours. */
const FROM_ZERO = /^(?:count|ratio|percent|seconds|milliseconds|.*per_(?:second|\d+s))$/;

/** From this share of the top on the least value is so near to it that a line from zero would be flat. */
const NARROW = 0.9;
const NARROW_LEVEL = 0.75;

/** The axis from its least to its greatest value. */
export function valueRange(chart: Pick<ChartData, 'type' | 'unit' | 'thresholds'>) {
  const narrow = FROM_ZERO.test(chart.unit) ? NARROW : NARROW_LEVEL;
  return (_plot: unknown, low: number | null, high: number | null): [number, number] => {
    const limits = chart.thresholds.map((threshold) => threshold.value);
    let top = Math.max(high ?? 1, ...limits);
    let bottom = Math.min(low ?? 0, ...limits);
    if (chart.type === 'area' || (bottom > 0 && bottom < top * narrow)) bottom = Math.min(0, bottom);
    if (top === bottom) top = bottom === 0 ? 1 : bottom + Math.abs(bottom) * 0.1;
    const room = (top - bottom) * 0.06;
    return [bottom === 0 ? 0 : bottom - room, top + room];
  };
}

function yAxisSize(_plot: uPlot, labels: string[] | null): number {
  return Math.max(44, 14 + 6.6 * Math.max(0, ...(labels ?? []).map((label) => label.length)));
}

function clockTicks(_plot: uPlot, ticks: number[]): string[] {
  const gap = ticks.length > 1 ? ticks[1]! - ticks[0]! : 60;
  const span = (ticks.at(-1) ?? 0) - (ticks[0] ?? 0);
  let lastDay = span > 43_200 ? '' : new Date((ticks[0] ?? 0) * 1000).toDateString();
  return ticks.map((tick) => {
    const date = new Date(tick * 1000);
    const day = date.toDateString();
    const time = date.toLocaleTimeString(
      'en-GB',
      gap < 60 ? { timeStyle: 'medium' } : { hour: '2-digit', minute: '2-digit' },
    );
    const isNewDay = day !== lastDay;
    lastDay = day;
    if (!isNewDay) return time;
    const written = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
    return gap >= 86_400 || time === '00:00' ? written : `${written} ${time}`;
  });
}

/** A fill that hides what lies under it, as a stack needs, yet is paler than its line. */
function solid(colour: string, palette: Palette): string {
  return `color-mix(in oklch, ${colour} 45%, ${palette.surface})`;
}

function withAlpha(colour: string, alpha: number): string {
  return colour.replace(/\)$/, ` / ${alpha})`);
}
