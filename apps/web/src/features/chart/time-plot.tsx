import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { formatMoment, formatSpan } from '../../format/time.tsx';
import { formatValue } from '../../format/units.ts';
import { useTheme } from '../../preferences.ts';
import type { ChartData } from './chart-data.ts';
import { type TimeSpan, useChartGroup } from './chart-group.tsx';
import { createHoverTable, type HoverValue } from './hover-table.ts';
import { readPalette } from './palette.ts';
import { plotColumns, plotOptions } from './plot-options.ts';
import { touchAsMouse } from './touch-as-mouse.ts';

interface TimePlotProps {
  chart: ChartData;
  hidden: ReadonlySet<string>;
  height: number;
}

/** Lines or a stack over time. Dragging zooms the page's range; arrow keys move the crosshair; gaps stay gaps. */
export function TimePlot({ chart, hidden, height }: TimePlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const { syncKey, zoom, setZoom } = useChartGroup();
  const theme = useTheme();
  const [spoken, setSpoken] = useState('');
  const size = useRef({ width: 0, zoom });
  size.current.zoom = zoom;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from CSS by readPalette, so its change redraws
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    size.current.width = element.clientWidth;
    const hover = createHoverTable(element);
    const { data, drawn } = plotColumns(chart, hidden);
    const palette = readPalette(element);
    const options = plotOptions({
      ...{ chart, drawn, hidden, palette, height, syncKey, width: Math.max(200, element.clientWidth) },
      hooks: {
        setCursor: [(self) => followCursor(self, chart, hidden, hover)],
        setSelect: [(self) => zoomToSelection(self, setZoom)],
        draw: [(self) => drawThresholds(self, chart, palette)],
      },
    });
    const made = new uPlot(options, data, element);
    touchAsMouse(made.over);
    plot.current = made;
    applyZoom(made, chart, size.current.zoom);
    const observer = new ResizeObserver(() => {
      const width = Math.max(200, element.clientWidth);
      if (width === made.width) return;
      made.setSize({ width, height });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      hover.remove();
      made.destroy();
      plot.current = null;
    };
  }, [chart, hidden, height, syncKey, setZoom, theme]);

  useEffect(() => {
    if (plot.current) applyZoom(plot.current, chart, zoom);
  }, [chart, zoom]);

  return (
    <div className="relative">
      <div
        ref={host}
        role="img"
        aria-label={describe(chart)}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys read the values out
        tabIndex={0}
        className="relative rounded-sm"
        style={{ height, touchAction: 'pan-y' }}
        onDoubleClick={() => setZoom(null)}
        onKeyDown={(event) => {
          if (!plot.current) return;
          const values = moveByKey(event.key, plot.current, chart, hidden);
          if (!values) return;
          event.preventDefault();
          setSpoken(values);
        }}
      />
      <p aria-live="polite" className="sr-only">
        {spoken}
      </p>
    </div>
  );
}

type Hover = ReturnType<typeof createHoverTable>;

function followCursor(self: uPlot, chart: ChartData, hidden: ReadonlySet<string>, hover: Hover): void {
  const { idx, left } = self.cursor;
  if (idx == null || left == null || left < 0) {
    hover.hide();
    return;
  }
  const offset = self.over.offsetLeft;
  hover.show(chart, idx, hidden, { left: left + offset, width: self.width });
}

function zoomToSelection(self: uPlot, setZoom: (zoom: TimeSpan) => void): void {
  const { left, width } = self.select;
  if (width < 5) return;
  const [start, end] = [self.posToVal(left, 'x'), self.posToVal(left + width, 'x')];
  self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  if (end > start) setZoom({ start, end });
}

function applyZoom(self: uPlot, chart: ChartData, zoom: TimeSpan | null): void {
  const [first, last] = [chart.times[0] ?? 0, chart.times.at(-1) ?? 1];
  const overlaps = zoom !== null && zoom.end > first && zoom.start < last;
  const [min, max] = overlaps ? [zoom.start, zoom.end] : [first, last === first ? first + 1 : last];
  if (self.scales.x?.min !== min || self.scales.x?.max !== max) self.setScale('x', { min, max });
}

/** Each threshold is a band from its value upwards with its name on it, so that it reads without colour. */
function drawThresholds(self: uPlot, chart: ChartData, palette: ReturnType<typeof readPalette>): void {
  const { ctx, bbox } = self;
  const ratio = devicePixelRatio;
  for (const { value, label } of chart.thresholds) {
    const y = Math.round(self.valToPos(value, 'y', true));
    if (y < bbox.top || y > bbox.top + bbox.height) continue;
    ctx.save();
    ctx.fillStyle = palette.red;
    ctx.globalAlpha = 0.07;
    ctx.fillRect(bbox.left, bbox.top, bbox.width, y - bbox.top);
    ctx.globalAlpha = 1;
    ctx.strokeStyle = palette.red;
    ctx.lineWidth = ratio;
    ctx.setLineDash([4 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.font = `${12 * ratio}px "Inter Variable", system-ui, sans-serif`;
    ctx.textAlign = 'left';
    ctx.textBaseline = 'bottom';
    ctx.fillText(thresholdText(label, value, chart.unit), bbox.left + 6 * ratio, y - 5 * ratio);
    ctx.restore();
  }
}

/** A label that is the value itself needs no second one. */
function thresholdText(label: string, value: number, unit: string): string {
  return /\d/.test(label) ? label : `${label} ${formatValue(value, unit)}`.trim();
}

function moveByKey(key: string, self: uPlot, chart: ChartData, hidden: ReadonlySet<string>): string | null {
  const last = chart.times.length - 1;
  const current = self.cursor.idx ?? last;
  const targets: Record<string, number> = { ArrowLeft: current - 1, ArrowRight: current + 1, Home: 0, End: last };
  const target = targets[key];
  if (target === undefined) return null;
  const index = Math.min(last, Math.max(0, target));
  const time = chart.times[index]!;
  self.setCursor({ left: self.valToPos(time, 'x'), top: self.over.clientHeight / 2 });
  return speak(time, readValues(chart, index, hidden), chart.unit);
}

function readValues(
  chart: ChartData,
  index: number,
  hidden: ReadonlySet<string>,
): Pick<HoverValue, 'name' | 'value'>[] {
  return chart.series
    .filter((series) => !hidden.has(series.name) && series.values[index] != null)
    .map((series) => ({ name: series.name, value: series.values[index]! }))
    .sort((left, right) => right.value - left.value)
    .slice(0, 3);
}

function speak(time: number, values: { name: string; value: number }[], unit: string): string {
  const read = values.map(({ name, value }) => `${name} ${formatValue(value, unit)}`).join(', ');
  return `${formatMoment(time)}: ${read || 'no data'}`;
}

function describe(chart: ChartData): string {
  const span = chart.times.length > 0 ? `, ${formatSpan(chart.times[0]!, chart.times.at(-1)!)}` : '';
  const kind = chart.type === 'area' ? 'Stacked areas' : 'Lines';
  return `${kind}: ${chart.title}, ${chart.all.length} series${span}. Arrow keys read the values; the table view lists them.`;
}
