import { formatValue } from '../../format/units.ts';
import { type ChartData, lastValue, SHOWN_SERIES } from './chart-data.ts';

/** Bars side by side, longest first, with the figures written out. HTML, so that it reads and selects as text. */
export function BarChart({ chart, showAll }: { chart: ChartData; showAll: boolean }) {
  const bars = chart.all
    .map(({ name, values }) => ({ name, value: lastValue(values) }))
    .filter((bar): bar is { name: string; value: number } => bar.value !== null)
    .sort((left, right) => right.value - left.value);
  const shown = showAll || bars.length <= SHOWN_SERIES + 1 ? bars : bars.slice(0, SHOWN_SERIES);
  const longest = Math.max(
    ...bars.map((bar) => Math.abs(bar.value)),
    ...chart.thresholds.map((limit) => limit.value),
    1e-300,
  );
  return (
    <ul aria-label={chart.title} className="flex flex-col gap-1 py-1">
      {shown.map(({ name, value }) => (
        <li
          key={name}
          className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] sm:grid-cols-[minmax(0,2fr)_minmax(0,5fr)_auto] items-center gap-3 text-sm"
        >
          <span className="truncate text-right text-muted" title={name}>
            {name}
          </span>
          <span className="relative h-5">
            <span
              className="absolute inset-y-0 left-0 min-w-px rounded-[3px]"
              style={{
                width: `${(Math.abs(value) / longest) * 100}%`,
                background: 'color-mix(in oklch, var(--series-1) 70%, var(--surface))',
              }}
            />
            {chart.thresholds.map((limit) => (
              <span
                key={limit.label}
                title={`${limit.label} ${formatValue(limit.value, chart.unit)}`}
                className="absolute inset-y-[-2px] border-l-2 border-dashed border-red"
                style={{ left: `${(limit.value / longest) * 100}%` }}
              />
            ))}
          </span>
          <span className="figures min-w-16 text-right font-medium">{formatValue(value, chart.unit)}</span>
        </li>
      ))}
      {shown.length < bars.length && (
        <li className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] sm:grid-cols-[minmax(0,2fr)_minmax(0,5fr)_auto] gap-3 text-sm text-faint">
          <span className="text-right">{bars.length - shown.length} others</span>
          <span>up to {formatValue(bars[shown.length]!.value, chart.unit)}; the table lists them all</span>
        </li>
      )}
    </ul>
  );
}
