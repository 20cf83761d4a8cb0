import { formatValue } from '../../format/units.ts';
import { type ChartData, lastValue, SHOWN_SERIES } from './chart-data.ts';

/** Single figures, large; with their course where there is one. */
export function Stat({ chart, showAll }: { chart: ChartData; showAll: boolean }) {
  const stats = showAll ? chart.all : chart.all.slice(0, SHOWN_SERIES);
  return (
    <ul aria-label={chart.title} className="grid grid-cols-[repeat(auto-fill,minmax(min(200px,100%),1fr))] gap-2">
      {stats.map(({ name, values }) => {
        const last = lastValue(values);
        return (
          <li key={name} className="rounded-sm border border-line px-4 py-3">
            <p className="truncate text-sm text-muted" title={name}>
              {name}
            </p>
            <p className="figures text-xl font-semibold tracking-[-0.02em]">
              {last === null ? 'no data' : formatValue(last, chart.unit)}
            </p>
            {values.length > 2 && <Sparkline values={values} />}
          </li>
        );
      })}
    </ul>
  );
}

function Sparkline({ values }: { values: (number | null)[] }) {
  const known = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const y = (value: number) => (high === low ? 12 : 22 - ((value - low) / (high - low)) * 20);
  let pen = 'M';
  const path = values.map((value, index) => {
    if (value === null) {
      pen = 'M';
      return '';
    }
    const point = `${pen}${((index / (values.length - 1)) * 100).toFixed(2)} ${y(value).toFixed(2)}`;
    pen = 'L';
    return point;
  });
  return (
    <svg aria-hidden viewBox="0 0 100 24" preserveAspectRatio="none" className="mt-1 h-6 w-full">
      <path
        d={path.join('')}
        fill="none"
        stroke="var(--series-1)"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
