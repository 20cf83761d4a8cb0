import type { Evidence } from '@locum/contracts';
import { formatValue } from './format-value.ts';
import { type Description, plain, type Wording } from './wording.ts';

/** Where most of a distribution lies: the bucket with the largest share at the last time with data. */
export function describeDistribution(main: Evidence, { book, subject }: Wording, unit: string): Description | null {
  const { heatmap, times } = main.result;
  if (heatmap === undefined) return null;
  const at = times.findLastIndex((_, index) => heatmap.counts.some((row) => (row[index] ?? 0) > 0));
  const counts = heatmap.counts.map((row) => row[at] ?? 0);
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const fullest = counts.indexOf(Math.max(...counts));
  const share = {
    value: (counts[fullest] ?? 0) / total,
    unit: 'ratio',
    evidenceId: main.id,
    derivation: 'share',
    at: times[at],
  };
  const upper = heatmap.bounds[fullest] ?? Number.MAX_VALUE;
  const lower = heatmap.bounds[fullest - 1] ?? 0;
  const bound = (value: number) =>
    book.say({ value, unit, evidenceId: main.id, derivation: 'bucket bound' }, formatValue(value, unit));
  const where =
    upper === Number.MAX_VALUE
      ? [plain('above '), bound(lower)]
      : [plain('between '), bound(lower), plain(' and '), bound(upper)];
  return { headline: [book.say(share), plain(` of the ${subject.text} lies `), ...where, plain('.')], details: [] };
}
