import type { Evidence, Segment } from '@locum/contracts';
import { type Entry, entriesOf, MOST_NAMED, more, nameOf } from './list-entries.ts';
import { capitalise, titleOf } from './subject.ts';
import { type Description, listed, pastMomentOf, plain, type Wording, whenWords } from './wording.ts';

/** Several states at one time: in how many it holds, and in which it does not. */
export function describeStates(main: Evidence, wording: Wording): Description {
  const { book, subject } = wording;
  const entries = entriesOf(main, 'top');
  const missing = entries.filter(({ value }) => value === 0);
  const count = (value: number, derivation: string) =>
    book.say({ value, unit: 'count', evidenceId: main.id, derivation });
  const named = missing.slice(0, MOST_NAMED).map(({ name }) => [plain(name)]);
  const rest = missing.length - named.length;
  return {
    headline: [
      plain(`${capitalise(subject.text)}: `),
      count(entries.length - missing.length, 'count of what holds'),
      plain(' of '),
      count(entries.length, 'count'),
      ...(missing.length === 0 ? [] : [plain('; not '), ...listed(named), ...more(rest, main, wording)]),
      plain('.'),
    ],
    details: [],
  };
}

/** Several values at one time: who leads, with what share, and the others. */
export function describeBreakdown(main: Evidence, wording: Wording): Description | null {
  const { subject, shape } = wording;
  const direction = shape.ranking ?? 'top';
  const entries = entriesOf(main, direction);
  const [first] = entries;
  if (first === undefined) return null;
  const word = direction === 'top' ? 'Highest' : 'Lowest';
  const named = entries.slice(0, MOST_NAMED).map((entry) => nameOf(entry, main, wording, true));
  const rest = main.result.totalSeries - named.length;
  const headline = [
    plain(`${word} ${titleOf(subject)}`),
    ...whenWords(main, wording),
    plain(': '),
    ...listed(named),
    ...more(rest, main, wording),
    plain('.'),
  ];
  if (shape.ranking !== undefined || entries.length < 2) return { headline, details: [] };
  const details = wording.isAdditive ? describeTotal(entries, main, wording) : describeSpan(entries, main, wording);
  return { headline, details: [details] };
}

function describeTotal(entries: readonly Entry[], main: Evidence, { book, unit }: Wording): Segment[] {
  const total = entries.reduce((sum, { value }) => sum + value, 0);
  const [first] = entries;
  // Shares of negative parts, or of nothing, mean nothing; nor do those of a result that was cut.
  const hasShares = total > 0 && entries.every(({ value }) => value >= 0) && entries.length === main.result.totalSeries;
  const evidenceId = main.id;
  const sum = [plain('Together '), book.say({ value: total, unit, evidenceId, derivation: 'sum' })];
  if (!hasShares || first === undefined) return [...sum, plain('.')];
  const share = book.say({
    value: first.value / total,
    unit: 'ratio',
    evidenceId,
    derivation: 'share',
    labels: first.labels,
  });
  return [...sum, plain(`; ${first.name} makes up `), share, plain('.')];
}

function describeSpan(entries: readonly Entry[], main: Evidence, { book, unit }: Wording): Segment[] {
  const last = entries.at(-1);
  const count = book.say({ value: main.result.totalSeries, unit: 'count', evidenceId: main.id, derivation: 'count' });
  if (last === undefined) return [count, plain(' in all.')];
  const lowest = book.say({ value: last.value, unit, evidenceId: main.id, derivation: 'min', labels: last.labels });
  return [count, plain(' in all; the lowest is '), lowest, plain(` (${last.name}).`)];
}

/** The start of a sentence about several curves. */
export function describeCurves(main: Evidence, wording: Wording): Description | null {
  const { subject, now } = wording;
  const entries = entriesOf(main, 'top');
  if (entries.length === 0) return null;
  const named = entries.slice(0, MOST_NAMED).map((entry) => nameOf(entry, main, wording, true));
  const rest = main.result.totalSeries - named.length;
  return {
    headline: [
      plain(capitalise(titleOf(subject))),
      ...whenWords(main, wording),
      plain(pastMomentOf(main, now) === undefined ? ', now: ' : ': '),
      ...listed(named),
      ...more(rest, main, wording),
      plain('.'),
    ],
    details: [],
  };
}
