import type { Evidence, Segment } from '@locum/contracts';
import { lastValues, MOST_NAMED } from './list-entries.ts';
import { isHeld, type Statement } from './statement.ts';
import { pointsOf } from './statistics.ts';
import { capitalise } from './subject.ts';
import { type Description, listed, pastMomentOf, plain, spanWords, type Wording, whenWords } from './wording.ts';

/** A state whose 1 means the opposite of the words: `Target down (job cart): no (up is 1).` Null without data. */
export function describeStatement(
  main: Evidence,
  course: Evidence | undefined,
  statement: Statement,
  wording: Wording,
): Description | null {
  const states = lastValues(main);
  const [first] = states;
  if (first === undefined) return null;
  const { book, subject } = wording;
  const curve = main.result.type === 'matrix' ? main : course;
  const details = states.length === 1 && curve !== undefined ? describeTimes(curve, statement, wording) : [];
  if (main.result.totalSeries > 1) return { headline: describeMany(states, main, statement, wording), details };
  const { value, labels } = first;
  const isPast = pastMomentOf(main, wording.now) !== undefined;
  const verb = isPast ? 'was' : 'is';
  const when = isPast ? whenWords(main, wording) : [];
  const state = book.say({ value, unit: 'bool', evidenceId: main.id, derivation: 'last', labels });
  const before = curve?.result.series[0]?.values.some((one) => one !== null && isHeld(statement, one)) ?? false;
  const answer = isHeld(statement, value) ? 'yes' : before && !isPast ? 'not now' : 'no';
  return {
    headline: [
      plain(`${capitalise(subject.text)}: ${answer} (${statement.of} ${verb} `),
      state,
      plain(')'),
      ...when,
      plain('.'),
    ],
    details,
  };
}

function describeMany(
  states: readonly { readonly name: string; readonly value: number }[],
  { id }: Evidence,
  statement: Statement,
  { book, subject, isYesOrNo }: Wording,
): Segment[] {
  const held = states.filter(({ value }) => isHeld(statement, value));
  const say = (value: number, derivation: string, text?: string) =>
    book.say({ value, unit: 'count', evidenceId: id, derivation }, text);
  const start = isYesOrNo
    ? `${held.length > 0 ? 'Yes' : 'No'}: ${subject.text} holds for `
    : `${capitalise(subject.text)} holds for `;
  const count = say(held.length, 'count of what holds', held.length === 0 ? 'none' : undefined);
  const named = held.slice(0, MOST_NAMED).map(({ name }) => [plain(name)]);
  const rest = held.length - named.length;
  const more = rest > 0 ? [plain(' and '), say(rest, 'count of the rest'), plain(' more')] : [];
  const which = named.length === 0 ? [] : [plain(': '), ...listed(named), ...more];
  return [plain(start), count, plain(' of '), say(states.length, 'count'), ...which, plain('.')];
}

/** For which part of the time it held, and when last. */
function describeTimes(evidence: Evidence, statement: Statement, wording: Wording): Segment[][] {
  const { book } = wording;
  const [series] = evidence.result.series;
  const points = series === undefined ? [] : pointsOf(evidence.result.times, series.values);
  if (points.length < 2) return [];
  const held = points.filter(({ value }) => isHeld(statement, value));
  const about = { evidenceId: evidence.id, unit: 'ratio', derivation: 'share of the time' };
  const share = held.length / points.length;
  const last = held.at(-1);
  const span = spanWords(evidence, wording);
  if (last === undefined)
    return [[...span, plain(' it was so at '), book.say({ ...about, value: 0 }, 'no time'), plain('.')]];
  const all = book.say({ ...about, value: share }, share === 1 ? 'all the time' : undefined);
  if (share === 1) return [[...span, plain(' it was so '), all, plain('.')]];
  const moment = book.sayMoment(last.time, { evidenceId: evidence.id, derivation: 'last seen' });
  return [[...span, plain(' it was so for '), all, plain(' of the time, last at '), moment, plain('.')]];
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
