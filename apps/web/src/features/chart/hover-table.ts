import { utc } from '../../format/time.tsx';
import { formatValue } from '../../format/units.ts';
import { type ChartData, OTHERS } from './chart-data.ts';
import { seriesColour } from './palette.ts';

const ROWS = 12;
const stamp = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/**
 * The values under the crosshair, sorted, as a floating table. Written without React: it changes with every move of the
 * mouse, at the rate of the screen, and its rows are made once and refilled. Text only ever goes in as text.
 */
export function createHoverTable(host: HTMLElement) {
  const box = element(
    'div',
    'pointer-events-none absolute z-10 hidden max-w-[min(380px,80%)] rounded-sm border border-line bg-raised px-2.5 py-2 text-xs shadow-float',
  );
  const time = element('div', 'figures mb-1 text-muted');
  const more = element('div', 'mt-1 text-faint');
  const rows = Array.from({ length: ROWS }, createRow);
  box.append(time, ...rows.map((row) => row.line), more);
  host.append(box);

  return {
    element: box,
    show(chart: ChartData, index: number, hidden: ReadonlySet<string>, place: { left: number; width: number }) {
      const found = valuesAt(chart, index, hidden);
      const at = chart.times[index]!;
      time.textContent = stamp.format(at * 1000);
      time.title = utc(at);
      rows.forEach((row, position) => {
        const value = found[position];
        row.line.style.display = value ? 'flex' : 'none';
        if (value) fillRow(row, value, chart.unit);
      });
      const left = found.length - ROWS;
      more.textContent = found.length === 0 ? 'no data at this time' : left > 0 ? `${left} more` : '';
      more.style.display = more.textContent ? 'block' : 'none';
      box.style.display = 'block';
      const isRight = place.left > place.width / 2;
      box.style.left = isRight ? '' : `${place.left + 16}px`;
      box.style.right = isRight ? `${place.width - place.left + 16}px` : '';
      box.style.top = '8px';
      return found;
    },
    hide() {
      box.style.display = 'none';
    },
    remove() {
      box.remove();
    },
  };
}

export interface HoverValue {
  name: string;
  value: number;
  colour: string;
  dashed: boolean;
}

/** The values of the visible series at one time, greatest first. */
function valuesAt(chart: ChartData, index: number, hidden: ReadonlySet<string>): HoverValue[] {
  const found: HoverValue[] = [];
  for (const series of chart.series) {
    const value = series.values[index];
    if (value == null || hidden.has(series.name)) continue;
    found.push({ name: series.name, value, colour: seriesColour(series.colour), dashed: series.dashed });
  }
  const { others } = chart;
  if (others && !hidden.has(OTHERS)) {
    const value = chart.type === 'area' ? others.sum[index] : others.high[index];
    const name = chart.type === 'area' ? `${others.count} others, together` : `highest of ${others.count} others`;
    if (value != null) found.push({ name, value, colour: 'var(--series-rest)', dashed: false });
  }
  return found.sort((left, right) => right.value - left.value);
}

interface Row {
  line: HTMLElement;
  swatch: HTMLElement;
  name: HTMLElement;
  value: HTMLElement;
}

function createRow(): Row {
  const line = element('div', 'flex items-center gap-2 leading-[18px]');
  const swatch = element('span', 'w-3 shrink-0 border-t-2');
  const name = element('span', 'min-w-0 flex-1 truncate');
  const value = element('span', 'figures shrink-0 font-medium');
  line.append(swatch, name, value);
  return { line, swatch, name, value };
}

function fillRow(row: Row, { name, value, colour, dashed }: HoverValue, unit: string): void {
  row.swatch.style.borderColor = colour;
  row.swatch.style.borderTopStyle = dashed ? 'dashed' : 'solid';
  if (row.name.textContent !== name) row.name.textContent = name;
  row.value.textContent = formatValue(value, unit);
}

function element(tag: string, className: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  return made;
}
