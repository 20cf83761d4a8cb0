import type { Evidence } from '@locum/contracts';
import { formatDuration } from './format-value.ts';
import { capitalise } from './subject.ts';
import { type Description, plain, type Wording } from './wording.ts';

/** Now against an earlier time: how much more or less, and both values. Null when the result is not one number. */
export function describeComparison(
  main: Evidence,
  sides: { readonly now: Evidence; readonly earlier: Evidence } | undefined,
  wording: Wording & { readonly measureUnit: string | undefined },
): Description | null {
  const { book, subject, unit, shape, measureUnit } = wording;
  const [series] = main.result.series;
  const value = series?.values.at(-1);
  const { comparison } = shape;
  if (series === undefined || value === null || value === undefined || comparison === undefined) return null;
  const ago = formatDuration(comparison.offsetMs / 1000);
  const claim = { evidenceId: main.id, unit, derivation: `change from ${ago} earlier`, labels: series.labels };
  const verb = subject.isPlural ? 'are' : 'is';
  const details = sides === undefined ? [] : describeSides(sides, ago, book, measureUnit ?? '');
  if (unit === 'factor') {
    const number = book.say({ ...claim, value });
    return {
      headline: [plain(`${capitalise(subject.text)} ${verb} `), number, plain(` what it was ${ago} earlier.`)],
      details,
    };
  }
  if (value === 0) {
    const number = book.say({ ...claim, value });
    return {
      headline: [plain(`${capitalise(subject.text)}: `), number, plain(` difference to ${ago} earlier.`)],
      details,
    };
  }
  const number = book.say({ ...claim, value: Math.abs(value) });
  const words = value > 0 ? 'more' : 'less';
  return {
    headline: [plain(`${capitalise(subject.text)} ${verb} `), number, plain(` ${words} than ${ago} earlier.`)],
    details,
  };
}

function describeSides(
  { now, earlier }: { readonly now: Evidence; readonly earlier: Evidence },
  ago: string,
  book: Wording['book'],
  unit: string,
): Description['details'] {
  const [current, past] = [now, earlier].map(({ result }) => result.series[0]?.values.at(-1));
  if (current === null || current === undefined || past === null || past === undefined) return [];
  const at = now.request.endSeconds;
  return [
    [
      plain('Now '),
      book.say({ value: current, unit, evidenceId: now.id, derivation: 'last', at }),
      plain(`, ${ago} earlier `),
      book.say({ value: past, unit, evidenceId: earlier.id, derivation: 'last', at }),
      plain('.'),
    ],
  ];
}
