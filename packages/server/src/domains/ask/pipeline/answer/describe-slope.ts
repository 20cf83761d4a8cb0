import type { Evidence } from '@locum/contracts';
import type { Expr } from '@locum/promql';
import { describeCourse } from './describe-value.ts';
import { strip } from './query-shape.ts';
import { pointsOf } from './statistics.ts';
import { capitalise } from './subject.ts';
import { type Description, plain, type Wording, whenWords } from './wording.ts';

const UP = /\b(?:leak\w*|grow\w*|ris(?:e|es|ing)|increas\w*|climb\w*|going up|piling up|filling\w*)\b/;
const DOWN = /\b(?:shrink\w*|fall\w*|drop\w*|decreas\w*|declin\w*|going down|drain\w*|sinking)\b/;
/** In this part of the points before it must have gone the same way, or it goes up and down. */
const SAME_WAY = 0.8;

/** How fast a level changes, per second: `deriv`. */
export function isSlope(expr: Expr): boolean {
  const bare = strip(expr);
  if (bare.type === 'Aggregate') return isSlope(bare.expr);
  return bare.type === 'Call' && bare.func === 'deriv';
}

/** Which way one level goes, and whether that is what was asked. Null when it is not one number. */
export function describeSlope(main: Evidence, course: Evidence | undefined, wording: Wording): Description | null {
  const [series] = main.result.series;
  const last = series === undefined ? undefined : pointsOf(main.result.times, series.values).at(-1);
  if (series === undefined || last === undefined || main.result.totalSeries !== 1) return null;
  const { book, subject, unit, question, isYesOrNo } = wording;
  const { value, time } = last;
  const curve = main.result.type === 'matrix' ? main : course;
  const isSteady = curve === undefined || goesOneWay(curve, value);
  const asked = UP.test(question) ? 1 : DOWN.test(question) ? -1 : 0;
  const isSo = isSteady && Math.sign(value) === asked;
  const answer = !isYesOrNo || asked === 0 ? '' : isSo ? 'Yes: ' : 'No: ';
  const name = answer === '' ? capitalise(subject.text) : subject.text;
  const verb = subject.isPlural ? 'are' : 'is';
  const claim = { unit, evidenceId: main.id, derivation: 'last', at: time, labels: series.labels };
  const speed = book.say({ ...claim, value: Math.abs(value) });
  const way = value > 0 ? 'growing by ' : value < 0 ? 'falling by ' : 'not changing: ';
  const but = isSteady || value === 0 ? '' : ', but goes up and down';
  return {
    headline: [plain(`${answer}${name} ${verb} ${way}`), speed, ...whenWords(main, wording), plain(`${but}.`)],
    details: curve === undefined ? [] : describeCourse(curve, 0, wording),
  };
}

function goesOneWay({ result }: Evidence, value: number): boolean {
  const points = pointsOf(result.times, result.series[0]?.values ?? []);
  const same = points.filter((point) => Math.sign(point.value) === Math.sign(value));
  return same.length >= SAME_WAY * points.length;
}
