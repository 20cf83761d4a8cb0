import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { formatValue } from '../../format/units.ts';
import { bucketName } from './bucket-name.ts';
import { type ChartData, type Summary, summarise } from './chart-data.ts';

type Column = 'name' | keyof Summary;
interface Row extends Summary {
  name: string;
}

const titles: Record<Column, string> = {
  name: 'Series',
  last: 'Last',
  mean: 'Average',
  min: 'Minimum',
  max: 'Maximum',
};
const ROW_PX = 32;

/** The figures of a chart as a table, sortable, for eyes and screen readers alike. Only the visible rows exist. */
export function SeriesTable({ chart }: { chart: ChartData }) {
  const [sort, setSort] = useState<{ column: Column; down: boolean }>({ column: 'last', down: true });
  const scroller = useRef<HTMLElement>(null);
  const isInstant = chart.times.length <= 1;
  const columns: Column[] = isInstant ? ['name', 'last'] : ['name', 'last', 'mean', 'min', 'max'];
  const rows = useMemo(() => sortRows(tableRows(chart), sort.column, sort.down), [chart, sort]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <section
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={`${chart.title}, as a table`}
      className="max-h-[340px] overflow-auto rounded-sm border border-line"
    >
      <table aria-rowcount={rows.length + 1} className="w-full border-separate border-spacing-0 text-sm">
        <caption className="sr-only">{chart.title}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column}
                scope="col"
                aria-sort={sort.column === column ? (sort.down ? 'descending' : 'ascending') : 'none'}
                className={`sticky top-0 z-1 border-b border-line bg-raised px-1 font-medium ${column === 'name' ? 'text-left' : 'text-right'}`}
              >
                <button
                  type="button"
                  onClick={() => setSort({ column, down: sort.column === column ? !sort.down : column !== 'name' })}
                  className="inline-flex h-8 items-center gap-1 rounded-sm px-2 text-muted hover:text-text"
                >
                  {isInstant && column === 'last' ? 'Value' : titles[column]}
                  {sort.column === column &&
                    (sort.down ? <ArrowDown size={12} aria-hidden /> : <ArrowUp size={12} aria-hidden />)}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <tr aria-hidden style={{ height: before }} />}
          {items.map((item) => {
            const row = rows[item.index]!;
            return (
              <tr key={item.key} aria-rowindex={item.index + 2} style={{ height: ROW_PX }} className="hover:bg-hover">
                <th scope="row" title={row.name} className="max-w-80 truncate px-3 text-left font-normal">
                  {row.name}
                </th>
                {columns.slice(1).map((column) => (
                  <td key={column} className="figures px-3 text-right whitespace-nowrap">
                    {cellText(row[column], chart.unit)}
                  </td>
                ))}
              </tr>
            );
          })}
          {after > 0 && <tr aria-hidden style={{ height: after }} />}
        </tbody>
      </table>
    </section>
  );
}

function tableRows(chart: ChartData): Row[] {
  if (chart.type === 'heatmap' && chart.heatmap) {
    const { bounds, counts } = chart.heatmap;
    return counts.map((row, index) => ({ name: bucketName(bounds, index, chart.unit), ...summarise(row) }));
  }
  return chart.all.map(({ name, values }) => ({ name, ...summarise(values) }));
}

function sortRows(rows: Row[], column: Column, down: boolean): Row[] {
  const direction = down ? -1 : 1;
  return rows.toSorted((left, right) => {
    const [a, b] = [left[column], right[column]];
    if (typeof a === 'string' || typeof b === 'string') return String(a).localeCompare(String(b)) * direction;
    // What has no value stands last whichever way the column is sorted.
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    return (a - b) * direction;
  });
}

function cellText(value: string | number | null, unit: string): string {
  return value === null ? 'no data' : typeof value === 'string' ? value : formatValue(value, unit);
}
