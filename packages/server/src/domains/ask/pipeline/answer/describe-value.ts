import type { Evidence, Labels, Segment } from '@locum/contracts';
import { findMovement } from './movement.ts';
import { pointsOf, summarise } from './statistics.ts';
import { capitalise } from './subject.ts';
import { type Description, pastMomentOf, plain, spanWords, type Wording, whenWords } from './wording.ts';

/** One number now: `P99 of latency (service checkout) is 412 ms, over the last 5 m.` */
export function describeValue(main: Evidence, course: Evidence | undefined, wording: Wording): Description | null {
  const { book, subject, unit } = wording;
  const [series] = main.result.series;
  const last = series === undefined ? undefined : pointsOf(main.result.times, series.values).at(-1);
  if (series === undefined || last === undefined) return null;
  const { time, value } = last;
  const claim = { value, unit, evidenceId: main.id, derivation: 'last', at: time, labels: series.labels };
  const number = book.say(claim, unit === 'bool' ? (value === 0 ? 'no (0)' : `yes (${value})`) : undefined);
  const isOver = time < (main.result.times.at(-1) ?? time);
  const isPast = isOver || pastMomentOf(main, wording.now) !== undefined;
  const verb = isPast ? (subject.isPlural ? 'were' : 'was') : subject.isPlural ? 'are' : 'is';
  const when = isOver
    ? [plain(', last seen at '), book.sayMoment(time, { evidenceId: main.id, derivation: 'last seen' })]
    : [];
  return {
    headline: [...sayNumber(number, series.labels, verb, wording), ...whenWords(main, wording), ...when, plain('.')],
    details: course === undefined ? [] : describeCourse(course, 0, wording),
  };
}

function sayNumber(number: Segment, labels: Labels, verb: string, wording: Wording): Segment[] {
  const { subject, unit, shape } = wording;
  const name = capitalise(subject.text);
  // A state is no quantity of its subject: `Target up (service cart): yes (1).`
  if (unit === 'bool') return [plain(`${name}: `), number];
  const kinds = shape.grouping.map((label) => labels[label] ?? '').filter((value) => value !== '');
  if (shape.isTally && kinds.length > 0) return [plain(`${name}: ${kinds.join(', ')} (`), number, plain(')')];
  const { method } = subject;
  if (method === undefined) return [plain(`${name}${groupWords(labels, wording)} ${verb} `), number];
  return [plain(`${name}${groupWords(labels, wording)} ${verb} expected to be `), number, plain(` (${method})`)];
}

/** ` of route /quote` where a breakdown has one part only: it is not the number of all. */
function groupWords(labels: Labels, { shape, subject }: Wording): string {
  const named = shape.grouping.filter((label) => (labels[label] ?? '') !== '');
  const telling = named.filter((label) => !subject.text.includes(labels[label] ?? ''));
  return telling.length === 0 ? '' : ` of ${telling.map((label) => `${label} ${labels[label]}`).join(', ')}`;
}

/** What one curve did: average, extremes with their times, then the step or the trend in it. */
export function describeCourse(evidence: Evidence, index: number, wording: Wording, name?: string): Segment[][] {
  const { book, unit } = wording;
  const series = evidence.result.series[index];
  const points = series === undefined ? [] : pointsOf(evidence.result.times, series.values);
  const summary = summarise(points);
  if (summary === null || points.length < 2) return [];
  const { mean, minimum, maximum } = summary;
  const about = { unit, evidenceId: evidence.id, ...(series && { labels: series.labels }) };
  const say = (value: number, derivation: string, at?: number) => book.say({ ...about, value, derivation, at });
  const who = name === undefined ? '' : `${name}: `;
  const span = spanWords(evidence, wording);
  if (book.format(minimum.value, unit) === book.format(maximum.value, unit))
    return [[plain(who), ...span, plain(' it was '), say(mean, 'mean'), plain(' throughout.')]];
  const range: Segment[] = [
    plain(who),
    ...span,
    plain(': '),
    say(mean, 'mean'),
    plain(' on average, lowest '),
    say(minimum.value, 'min', minimum.time),
    plain(' at '),
    book.sayMoment(minimum.time, { evidenceId: evidence.id, derivation: 'time of min' }),
    plain(', highest '),
    say(maximum.value, 'max', maximum.time),
    plain(' at '),
    book.sayMoment(maximum.time, { evidenceId: evidence.id, derivation: 'time of max' }),
    plain('.'),
  ];
  const movement = describeMovement(evidence, index, wording);
  return movement === null ? [range] : [range, movement];
}

/** Null when there is nothing to say about how the curve went. */
function describeMovement(evidence: Evidence, index: number, { book, unit, now }: Wording): Segment[] | null {
  const series = evidence.result.series[index];
  const movement = findMovement(series === undefined ? [] : pointsOf(evidence.result.times, series.values));
  if (movement === null) return null;
  const about = { evidenceId: evidence.id, ...(series && { labels: series.labels }) };
  const say = (value: number, derivation: string, at: number) => book.say({ ...about, value, unit, derivation, at });
  if (movement.kind === 'trend') {
    const size = Math.abs(movement.change);
    const change = book.say({ ...about, value: size, unit: 'ratio', derivation: 'trend (Theil–Sen)' });
    return [plain(`It has been ${movement.direction} steadily, by about `), change, plain(' in that time.')];
  }
  const { time, before } = movement;
  const when = book.sayMoment(time, { evidenceId: evidence.id, derivation: 'change point' });
  const from = [when, plain(' from about '), say(before, 'median before the change', time)];
  if (movement.kind === 'jump') {
    const { last } = movement;
    const verb = last.value > before ? 'It jumped up at ' : 'It dropped at ';
    return [
      plain(verb),
      ...from,
      plain(' to '),
      say(last.value, 'last', last.time),
      plain(now - last.time < 120 ? ' now.' : ' at the end.'),
    ];
  }
  const to = say(movement.after, 'median after the change', time);
  const verb = movement.after > before ? 'It rose at ' : 'It fell at ';
  return [plain(verb), ...from, plain(' to about '), to, plain(' and has stayed there.')];
}
