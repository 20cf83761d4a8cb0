import type { Evidence, Segment } from '@locum/contracts';
import { type Entry, entriesOf, MOST_NAMED, more, nameOf } from './list-entries.ts';
import { capitalise, titleOf } from './subject.ts';
import { type Description, listed, pastMomentOf, plain, thresholdWords, type Wording, whenWords } from './wording.ts';

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
