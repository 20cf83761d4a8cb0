import type { ChartSpec, Evidence } from '@locum/contracts';
import { nameSeries } from './series-names.ts';
import { capitalise, titleOf } from './subject.ts';
import type { Wording } from './wording.ts';

/** More bars than this are read as a table. */
const MOST_BARS = 30;
const MANY_LABELS = 3;

/** Chooses the picture by the shape of the data. Null when there is nothing to draw. */
export function chooseChart(main: Evidence, course: Evidence | undefined, wording: Wording): ChartSpec | null {
  const shown = course ?? main;
  const type = typeOf(shown, wording);
  if (type === null) return null;
  const { book, unit, subject, shape, isThresholdAsked } = wording;
  const threshold = isThresholdAsked ? shape.filter?.value : undefined;
  return {
    type,
    title: capitalise(titleOf(subject)),
    unit,
    evidenceId: shown.id,
    seriesNames: nameSeries(shown.result.series),
    thresholds: threshold === undefined ? [] : [{ value: threshold, label: book.format(threshold, unit) }],
  };
}

function typeOf({ result }: Evidence, { unit, shape, isAdditive }: Wording): ChartSpec['type'] | null {
  if (result.heatmap !== undefined && result.type === 'matrix') return 'heatmap';
  const { length } = result.series;
  if (length === 0) return null;
  if (result.type === 'matrix') return length > 1 && isAdditive && isNeverNegative(result.series) ? 'area' : 'line';
  if (shape.isListing) return 'table';
  if (length === 1) return 'stat';
  const labels = new Set(result.series.flatMap((series) => Object.keys(series.labels)));
  const isState = unit === 'bool' || unit === 'info';
  if (isState || length > MOST_BARS || (shape.filter !== undefined && labels.size > MANY_LABELS)) return 'table';
  return 'bar';
}

function isNeverNegative(series: Evidence['result']['series']): boolean {
  return series.every(({ values }) => values.every((value) => value === null || value >= 0));
}
