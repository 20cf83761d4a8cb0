import { type MouseEvent, useEffect, useRef, useState } from 'react';
import { formatMoment, utc } from '../../format/time.tsx';
import { formatTicks, formatValue } from '../../format/units.ts';
import { useTheme } from '../../preferences.ts';
import { bucketName } from './bucket-name.ts';
import type { ChartData } from './chart-data.ts';

const LEFT = 64;
const BOTTOM = 24;

interface Cell {
  column: number;
  row: number;
  x: number;
  y: number;
}

/** Counts per bucket over time: the deeper the colour, the more. The exact count of a cell shows under the mouse. */
export function Heatmap({ chart, height }: { chart: ChartData; height: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const theme = useTheme();
  const [width, setWidth] = useState(0);
  const [cell, setCell] = useState<Cell | null>(null);

  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    if (host.current) observer.observe(host.current);
    return () => observer.disconnect();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from CSS, so its change redraws
  useEffect(() => {
    if (canvas.current && width > 0) draw(canvas.current, chart, width, height);
  }, [chart, width, height, theme]);

  const { heatmap } = chart;
  if (!heatmap) return null;
  const find = (event: MouseEvent) => setCell(cellAt(event, chart, width, height));
  const count = cell ? heatmap.counts[cell.row]?.[cell.column] : null;
  return (
    <div ref={host} className="relative" style={{ height }}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={`Heat map: ${chart.title}, ${heatmap.bounds.length} buckets over ${chart.times.length} times. The table view lists the counts.`}
        style={{ width: '100%', height }}
        onMouseMove={find}
        onMouseLeave={() => setCell(null)}
      />
      {cell && (
        <div
          className="pointer-events-none absolute z-10 rounded-sm border border-line bg-raised px-2.5 py-2 text-xs shadow-float"
          style={{
            top: Math.max(0, cell.y - 64),
            ...(cell.x > width / 2 ? { right: width - cell.x + 12 } : { left: cell.x + 12 }),
          }}
        >
          <p className="figures text-muted" title={utc(chart.times[cell.column]!)}>
            {formatMoment(chart.times[cell.column]!)}
          </p>
          <p>{bucketName(heatmap.bounds, cell.row, chart.unit)}</p>
          <p className="figures font-medium">
            {count == null ? 'no data' : `${formatValue(count, 'count')} observations`}
          </p>
        </div>
      )}
    </div>
  );
}

function draw(canvas: HTMLCanvasElement, chart: ChartData, width: number, height: number): void {
  const { bounds, counts } = chart.heatmap!;
  const ratio = devicePixelRatio;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(ratio, ratio);
  const style = getComputedStyle(canvas);
  const [low, high, text] = ['--sunken', '--series-1', '--faint'].map((name) => style.getPropertyValue(name).trim());
  const greatest = Math.max(1e-300, ...counts.flat().map((count) => count ?? 0));
  const [cellWidth, cellHeight] = [(width - LEFT) / chart.times.length, (height - BOTTOM) / bounds.length];
  context.fillStyle = low!;
  context.fillRect(LEFT, 0, width - LEFT, height - BOTTOM);
  counts.forEach((row, rowIndex) => {
    const top = Math.round(height - BOTTOM - (rowIndex + 1) * cellHeight);
    const bottom = Math.round(height - BOTTOM - rowIndex * cellHeight);
    row.forEach((count, column) => {
      if (!count) return;
      const left = Math.round(LEFT + column * cellWidth);
      // A square root keeps rare slow buckets visible beside the crowded ones.
      context.fillStyle = `color-mix(in oklch, ${high} ${(8 + 92 * Math.sqrt(count / greatest)).toFixed(1)}%, ${low})`;
      context.fillRect(left, top, Math.round(LEFT + (column + 1) * cellWidth) - left, bottom - top - 1);
    });
  });
  drawAxes(context, chart, { width, height, cellHeight, cellWidth, text: text! });
}

interface Frame {
  width: number;
  height: number;
  cellWidth: number;
  cellHeight: number;
  text: string;
}

function drawAxes(context: CanvasRenderingContext2D, chart: ChartData, frame: Frame): void {
  const { bounds } = chart.heatmap!;
  context.fillStyle = frame.text;
  context.font = '12px "Inter Variable", system-ui, sans-serif';
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  const every = Math.ceil(20 / frame.cellHeight);
  bounds.forEach((bound, row) => {
    if (row % every !== 0 || !Number.isFinite(bound) || bound === Number.MAX_VALUE) return;
    const label = formatTicks([bound], chart.unit)[0]!;
    context.fillText(label, LEFT - 8, frame.height - BOTTOM - (row + 1) * frame.cellHeight + 6);
  });
  context.textAlign = 'center';
  const columns = Math.max(1, Math.ceil(110 / frame.cellWidth));
  for (let column = Math.floor(columns / 2); column < chart.times.length - columns / 4; column += columns) {
    context.fillText(formatMoment(chart.times[column]!), LEFT + (column + 0.5) * frame.cellWidth, frame.height - 9);
  }
}

function cellAt(event: MouseEvent, chart: ChartData, width: number, height: number): Cell | null {
  const box = event.currentTarget.getBoundingClientRect();
  const [x, y] = [event.clientX - box.left, event.clientY - box.top];
  const column = Math.floor(((x - LEFT) / (width - LEFT)) * chart.times.length);
  const row = Math.floor(((height - BOTTOM - y) / (height - BOTTOM)) * chart.heatmap!.bounds.length);
  const inside = column >= 0 && column < chart.times.length && row >= 0 && row < chart.heatmap!.bounds.length;
  return inside ? { column, row, x, y } : null;
}
