import type { Evidence, Segment } from '@locum/contracts';
import { nameSeries } from './series-names.ts';
import { capitalise, titleOf } from './subject.ts';
import { type Description, listed, pastMomentOf, plain, thresholdWords, type Wording, whenWords } from './wording.ts';

interface Entry {
  readonly name: string;
  readonly value: number;
  readonly labels: Evidence['result']['series'][number]['labels'];
}

const MOST_NAMED = 5;

/** What passed a filter: how many, and which. */
export function describeMatches(main: Evidence, wording: Wording): Description {
  const { book, subject, unit, shape, now } = wording;
  const entries = entriesOf(main, shape.ranking === 'bottom' || /^</.test(shape.filter?.op ?? '') ? 'bottom' : 'top');
  const threshold = thresholdWords(wording);
  const what = threshold === undefined ? foundWords(titleOf(subject)) : ` found with ${titleOf(subject)} ${threshold}`;
  const when = pastMomentOf(main, now) === undefined ? [] : whenWords(main, wording);
  // Where a state is asked for, its 0 or 1 says nothing more; a forecast is of the raw amount, not of the measure.
  const hasValues = unit !== 'bool' && shape.filter?.op !== '==' && !shape.isForecast && !shape.isListing;
  const [only] = entries;
  if (hasValues && main.result.totalSeries === 1 && only !== undefined && isWhole(only))
    return describeWhole(only, main, wording);
  const count = book.say({ value: main.result.totalSeries, unit: 'count', evidenceId: main.id, derivation: 'count' });
  const named = entries.slice(0, MOST_NAMED).map((entry) => nameOf(entry, main, wording, hasValues));
  const rest = main.result.totalSeries - named.length;
  return {
    headline: [count, plain(what), ...when, plain(': '), ...listed(named), ...more(rest, main, wording), plain('.')],
    details: [],
  };
}

/** A sum over everything has no name of its own. */
function isWhole({ labels }: Entry): boolean {
  return Object.keys(labels).every((label) => label === '__name__');
}

/** `Yes: 5xx (service checkout): 240, over the last 10 m.` */
function describeWhole({ value, labels }: Entry, main: Evidence, wording: Wording): Description {
  const { book, subject, unit, isYesOrNo } = wording;
  const threshold = thresholdWords(wording);
  const number = book.say({ value, unit, evidenceId: main.id, derivation: 'last', labels });
  const name = titleOf(subject);
  return {
    headline: [
      plain(isYesOrNo ? `Yes: ${name}: ` : `${capitalise(name)}: `),
      number,
      ...(threshold === undefined ? [] : [plain(`, ${threshold}`)]),
      ...whenWords(main, wording),
      plain('.'),
    ],
    details: [],
  };
}

/** Brackets within brackets cannot be read. */
function foundWords(title: string): string {
  return title.includes('(') ? ` found for ${title}` : ` found (${title})`;
}

/** A filter that kept nothing: an answer, with how far the nearest is from passing. */
export function describeNoMatch(unfiltered: Evidence, wording: Wording): Description {
  const { book, subject, shape, now } = wording;
  const threshold = thresholdWords(wording);
  const total = book.say({
    value: unfiltered.result.totalSeries,
    unit: 'count',
    evidenceId: unfiltered.id,
    derivation: 'count',
  });
  const looked = [plain('Looked at '), total, plain(' series.')];
  if (threshold === undefined) return { headline: [plain(`None found: ${subject.text}.`)], details: [looked] };
  const isOne = unfiltered.result.totalSeries === 1;
  const headline = [
    ...noneWords(threshold, isOne, wording),
    ...(pastMomentOf(unfiltered, now) === undefined ? [] : whenWords(unfiltered, wording)),
    plain('.'),
  ];
  const isBelow = /^</.test(shape.filter?.op ?? '');
  const [nearest] = entriesOf(unfiltered, isBelow ? 'bottom' : 'top');
  if (nearest === undefined || shape.isForecast) return { headline, details: [looked] };
  if (isOne) {
    const value = book.say({ value: nearest.value, unit: wording.unit, evidenceId: unfiltered.id, derivation: 'last' });
    return {
      headline,
      details: [[plain(pastMomentOf(unfiltered, now) === undefined ? 'It is ' : 'It was '), value, plain('.')]],
    };
  }
  const who = nameOf(nearest, unfiltered, wording, true);
  return { headline, details: [[plain(isBelow ? 'The lowest is ' : 'The highest is '), ...who, plain('.')], looked] };
}

function noneWords(threshold: string, isOne: boolean, { subject, isYesOrNo }: Wording): Segment[] {
  const { text, method, isPlural } = subject;
  if (method === undefined) return [plain(`Nothing matches: no ${text} is ${threshold}`)];
  const expected = isOne ? `${text} ${isPlural ? 'are' : 'is'} not expected` : `no ${text} is expected`;
  const sentence = `${expected} to be ${threshold} (${method})`;
  return [plain(isYesOrNo ? `No: ${sentence}` : capitalise(sentence))];
}

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

function entriesOf({ result }: Evidence, direction: 'top' | 'bottom'): Entry[] {
  const names = nameSeries(result.series);
  const entries = result.series.flatMap(({ labels, values }, index) => {
    const value = values.findLast((one) => one !== null);
    return value === null || value === undefined ? [] : [{ name: names[index] ?? '', value, labels }];
  });
  const sign = direction === 'top' ? -1 : 1;
  return entries.sort((one, other) => sign * (one.value - other.value));
}

function nameOf({ name, value, labels }: Entry, evidence: Evidence, wording: Wording, withValue: boolean): Segment[] {
  const { book, unit } = wording;
  if (!withValue) return [plain(name)];
  const number = book.say({ value, unit, evidenceId: evidence.id, derivation: 'last', labels });
  return [plain(`${name} (`), number, plain(')')];
}

function more(rest: number, { id }: Evidence, { book }: Wording): Segment[] {
  if (rest <= 0) return [];
  return [
    plain(' and '),
    book.say({ value: rest, unit: 'count', evidenceId: id, derivation: 'count of the rest' }),
    plain(' more'),
  ];
}

/** Whether something is there at all. */
export function describeAbsenceTest(main: Evidence, { book, subject }: Wording): Description {
  const isAbsent = main.result.series.length > 0;
  const claim = { value: isAbsent ? 1 : 0, unit: 'bool', evidenceId: main.id, derivation: 'last' };
  const text = subject.text.replace(/^whether /, '');
  return {
    headline: [book.say(claim, isAbsent ? 'Yes' : 'No'), plain(isAbsent ? `: ${text}.` : `, not so: ${text}.`)],
    details: [],
  };
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
