import { build, isComparison } from '@locum/promql';
import type { Binding } from '../ground/binding.ts';
import type { Ground } from '../ground/ground.ts';
import type { Question } from '../ground/question.ts';
import type { WeighedToken } from '../ground/question-words.ts';
import { PAST_MOMENT } from '../understand/past-moment.ts';
import { findTwoSided, type TwoSided } from '../understand/two-sided.ts';
import { type Understanding, understand } from '../understand/understand.ts';
import type { Composed } from './composed.ts';
import { applyCondition, conditionOf, operand } from './conditions.ts';
import { convertUnit } from './convert.ts';
import { decide } from './decide.ts';
import { findPair, isSame, type Pair, programOf, sameFixed } from './find-pair.ts';
import { type Grouping, NATURAL } from './lift.ts';
import { rank } from './rank.ts';
import { readSide } from './read-side.ts';
import type { Reading } from './reading.ts';

/** From this score on a side is surely meant. */
const SURE = 0.7;

interface TwoComposed {
  readonly composed: Composed;
  readonly binding: Binding;
  /** The question as it was read so. */
  readonly understanding: Understanding;
}

/**
 * One measure set against another: divided by it, added to it, or more than it. Only where the question says so, and no measure
 * says both already. `question`: the whole as the best single measure was found for it.
 */
export function composeTwoMeasures(
  best: Binding,
  question: Question,
  ground: Ground,
  now: number,
): TwoComposed | undefined {
  const sided = findTwoSided(question.understanding.core);
  const understanding = sided && atOneMoment(sided, question.understanding, now);
  return understanding && composeSides(sided, best, { ...question, understanding }, ground, now);
}

/** "hits divided by misses yesterday": the moment is that of both, unless nothing else stands on the right. */
function atOneMoment({ left, right }: TwoSided, asked: Understanding, now: number): Understanding | undefined {
  const { comparison, ...time } = asked.time;
  if (!comparison) return asked;
  if (STARTS_WITH_MOMENT.test(right)) return undefined;
  if (/\b(?:now|today|currently)\b/.test(left) || !/[a-z]{3}/.test(understand(right, now).words)) return undefined;
  return { ...asked, time: { ...time, offset: comparison.offset } };
}

/** "how many more requests than yesterday does it get": the same, at another time. */
const STARTS_WITH_MOMENT = new RegExp(`^(?:it was |they were |at |the )*${PAST_MOMENT}`);

function composeSides(
  sided: TwoSided,
  best: Binding,
  question: Question,
  ground: Ground,
  now: number,
): TwoComposed | undefined {
  const { understanding } = question;
  if (best.namedOutright || isOfBound(sided, understanding) || isShareAlready(sided, best)) return undefined;
  if (isGrouped(sided, best, understanding)) return undefined;
  const pair = findPair(sided, question, ground, now);
  if (!pair || (excludes(sided, best) && isSame(pair.left.measure, pair.right.measure))) return undefined;
  const isSum = sided.op === '+' && best.measure.unit === 'ratio';
  if (!(isSum || comparesOpenly(sided, best) || isOneOf(best, sided, pair) || saysMore(sided, pair, best, ground)))
    return undefined;
  const grouping = commonGrouping(pair, understanding);
  const set = asDifference(sided, pair, understanding);
  const counters = countsEvents(set, understanding) ? 'increase' : 'rate';
  const left = readSide(pair.left, grouping, understanding, ground, counters);
  const right = readSide(pair.right, grouping, understanding, ground, counters);
  if (!left || !right) return undefined;
  return { composed: finish(set, pair, { left, right }, understanding, ground), binding: pair.left, understanding };
}

/** "more than 80 %", "percentage of its limit": a number or a bound of its own is no second measure. */
function isOfBound({ op, right }: TwoSided, { threshold, relative }: Understanding): boolean {
  if (isComparison(op)) return threshold !== undefined;
  return op === '/' && ((relative && !/\ballocatable\b/.test(right)) || /^(?:its|their) /.test(right));
}

/** "tolls divided by lane". */
function isGrouped({ right }: TwoSided, { groups }: Binding, { shape }: Understanding): boolean {
  return groups.length > 0 && shape.groupings.includes(right);
}

/** What is likely meant is divided as it is. */
function isShareAlready({ op }: TwoSided, { measure, score }: Binding): boolean {
  return op === '/' && measure.unit === 'ratio' && score >= SURE;
}

/** "more … than" makes a comparison of what is none by itself, "minus" a difference. */
function comparesOpenly(sided: TwoSided, best: Binding): boolean {
  const { expr, holds, unit } = best.measure;
  const isDifference = expr.type === 'Binary' && unit !== 'ratio';
  if (sided.op === '-') return !isDifference && !excludes(sided, best);
  return isComparison(sided.op) && holds === undefined;
}

/** "requests minus health checks", where a label tells these. */
function excludes({ op }: TwoSided, { filters }: Binding): boolean {
  return op === '-' && filters.some((filter) => filter.op.startsWith('!'));
}

/** The best is one of the two, or the first: the other would be left out. */
function isOneOf({ measure }: Binding, { op }: TwoSided, { left, right }: Pair): boolean {
  const isSure = Math.min(left.score, right.score) >= SURE && programOf(left.measure) === programOf(right.measure);
  if (!isSure || measure.expr.type !== 'VectorSelector') return false;
  return op === '/' ? left.measure === measure : [left, right].some((side) => side.measure === measure);
}

/** Something that the best measure leaves open is told by the two. */
function saysMore(sided: TwoSided, { left, right }: Pair, best: Binding, ground: Ground): boolean {
  const open = new Set([...left.unexplained, ...right.unexplained].map((token) => token.text));
  const isTalk = ({ everyday, stem }: WeighedToken) => everyday && !ground.knows(stem);
  const said = `${sided.left} ${sided.right}`;
  return best.unexplained.some(
    (token) => !token.context && !isTalk(token) && !open.has(token.text) && said.includes(token.text),
  );
}

/** Both sides by the same labels: those asked, else series by series where they match, else in total. */
function commonGrouping({ left, right }: Pair, { shape }: Understanding): Grouping {
  const [a, b] = [left.measure, right.measure];
  const isShared = (label: string) => a.labels.has(label) && b.labels.has(label);
  const asked = [...new Set([...left.groups, ...right.groups])].filter(isShared);
  if (asked.length > 0) return { kind: 'by', labels: asked };
  if (shape.overall) return { kind: 'by', labels: [] };
  const isAlike = !isSame(a, b) && a.labels.size === b.labels.size && [...a.labels].every(isShared) && sameFixed(a, b);
  const entity = left.entityLabel ?? right.entityLabel;
  if (isAlike && (entity !== undefined || a.subject !== undefined)) return NATURAL;
  if (entity === undefined || !isShared(entity)) return { kind: 'by', labels: [] };
  const located = a.keys?.slice(0, a.keys.indexOf(entity) + 1).filter(isShared) ?? [];
  return { kind: 'by', labels: located.length > 0 ? located : [entity] };
}

/** How many more there are, unless things are counted: "how many hits are there more than misses". */
function asDifference(sided: TwoSided, { left, right }: Pair, { shape }: Understanding): TwoSided {
  const countsThings = left.entityLabel !== undefined || right.entityLabel !== undefined;
  if (!isComparison(sided.op) || !shape.howMany || countsThings) return sided;
  return { ...sided, op: '-', ...(sided.op === '<' && { swapped: true }) };
}

/** "how many hits and misses together in the last hour". */
function countsEvents({ op }: TwoSided, { shape, time }: Understanding): boolean {
  return (op === '+' || op === '-') && shape.howMany && time.lookback !== undefined;
}

const WORDS: Readonly<Record<TwoSided['op'], string>> = {
  '/': 'divided by',
  '-': 'minus',
  '+': 'plus',
  '>': 'more than',
  '<': 'less than',
};

function finish(
  { op, swapped }: TwoSided,
  { left, right }: Pair,
  read: { readonly left: Reading; readonly right: Reading },
  understanding: Understanding,
  ground: Ground,
): Composed {
  const isShare = op === '/' && left.measure.unit === right.measure.unit;
  const isRate = read.left.perSecond && !(op === '/' && (isShare || read.right.perSecond));
  const unit = isShare ? 'ratio' : left.measure.unit;
  const [first, second] = swapped ? [right, left] : [left, right];
  const sides = [operand(read.left.expr), operand(read.right.expr)] as const;
  const expr = swapped ? build.binary(op, sides[1], sides[0]) : build.binary(op, ...sides);
  const value = convertUnit({ expr, unit }, understanding, isRate);
  const condition = isComparison(op) ? undefined : conditionOf(understanding, value.unit);
  const limited = condition ? applyCondition(value.expr, condition) : value.expr;
  const decision = decide(left, understanding, ground.snapshot);
  return {
    expr:
      understanding.shape.howMany && isComparison(op)
        ? build.aggregate('count', limited)
        : rank(limited, { binding: left, understanding, decision }),
    unit: isRate && value.unit === unit ? `${unit}_per_second` : value.unit,
    kind: decision.kind,
    words: `${first.measure.title} ${WORDS[op]} ${second.measure.title}`,
    others: [],
    ...(decision.rangeSeconds !== undefined && { rangeSeconds: decision.rangeSeconds }),
  };
}
