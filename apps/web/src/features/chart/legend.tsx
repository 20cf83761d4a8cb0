import { formatValue } from '../../format/units.ts';
import { type ChartData, lastValue, OTHERS } from './chart-data.ts';
import { nextHidden } from './hidden-series.ts';
import { seriesColour } from './palette.ts';

interface LegendProps {
  chart: ChartData;
  hidden: ReadonlySet<string>;
  onChange(hidden: ReadonlySet<string>): void;
}

/** One button a series: a click isolates it, a second click shows all again, with Shift or Ctrl it is switched alone. */
export function Legend({ chart, hidden, onChange }: LegendProps) {
  const entries = [
    ...chart.series.map((series) => ({
      key: series.name,
      name: series.name,
      colour: seriesColour(series.colour),
      dashed: series.dashed,
      last: lastValue(series.values),
    })),
    ...(chart.others
      ? [{ key: OTHERS, name: othersName(chart), colour: 'var(--series-rest)', dashed: false, last: null }]
      : []),
  ];
  const names = entries.map((entry) => entry.key);
  return (
    <ul
      aria-label="Series: select one to see it alone, with Shift to switch it"
      className="flex max-h-[92px] flex-wrap gap-x-1 gap-y-0.5 overflow-y-auto"
    >
      {entries.map(({ key, name, colour, dashed, last }) => (
        <li key={key} className="max-w-full">
          <button
            type="button"
            aria-pressed={!hidden.has(key)}
            onClick={(event) =>
              onChange(nextHidden(hidden, names, key, event.shiftKey || event.metaKey || event.ctrlKey))
            }
            className="flex max-w-full items-center gap-2 rounded-sm px-1.5 py-0.5 text-xs text-muted hover:bg-hover hover:text-text aria-[pressed=false]:opacity-60"
          >
            <span
              aria-hidden
              className="w-3.5 shrink-0 border-t-2"
              style={{
                borderColor: hidden.has(key) ? 'var(--line-strong)' : colour,
                borderTopStyle: dashed ? 'dashed' : 'solid',
              }}
            />
            <span className={`truncate ${hidden.has(key) ? 'line-through' : ''}`}>{name}</span>
            {last !== null && <span className="figures shrink-0 text-text">{formatValue(last, chart.unit)}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}

function othersName(chart: ChartData): string {
  const count = chart.others?.count ?? 0;
  return chart.type === 'area' ? `${count} others, together` : `${count} others, lowest to highest`;
}
