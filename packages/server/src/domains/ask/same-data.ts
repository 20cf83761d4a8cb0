import type { QueryResult, SeriesPoints } from '../sources/index.ts';

const TOLERANCE = 0.001;

/** Whether two instant results say the same: the same series, but for the metric's name, with the same values within 0.1 %. */
export function isSameData(one: QueryResult, other: QueryResult): boolean {
  const [left, right] = [byLabels(one.series), byLabels(other.series)];
  if (left.size !== right.size) return false;
  return [...left].every(([labels, value]) => {
    const counterpart = right.get(labels);
    return counterpart !== undefined && isClose(value, counterpart);
  });
}

function byLabels(series: readonly SeriesPoints[]): Map<string, number> {
  return new Map(
    series.map(({ labels, points }) => {
      const { __name__, ...rest } = labels;
      const key = JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)));
      return [key, points.at(-1)?.[1] ?? Number.NaN];
    }),
  );
}

function isClose(one: number, other: number): boolean {
  if (Object.is(one, other)) return true;
  return Math.abs(one - other) <= TOLERANCE * Math.max(Math.abs(one), Math.abs(other), 1e-12);
}
