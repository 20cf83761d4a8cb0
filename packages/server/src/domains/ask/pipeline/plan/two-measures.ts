import { build, type Expr, isComparison } from '@locum/promql';
import type { Binding } from '../ground/binding.ts';
import { findCandidates } from '../ground/candidates.ts';
import { filterFor } from '../ground/filters.ts';
import type { Ground } from '../ground/ground.ts';
import type { Measure } from '../ground/measure.ts';
import { valuesOf } from '../ground/measure-values.ts';
import type { Question } from '../ground/question.ts';
import { findTwoSided, type TwoSided } from '../understand/two-sided.ts';
import { type Understanding, understand } from '../understand/understand.ts';
import type { Composed } from './composed.ts';
import { applyCondition, conditionOf, operand } from './conditions.ts';
import { convertUnit } from './convert.ts';
import { wantsFraction } from './counting.ts';
import { decide } from './decide.ts';
import { findGap } from './gaps/find-gap.ts';
import { type Grouping, NATURAL } from './lift.ts';
import { rank } from './rank.ts';
import { readSide } from './read-side.ts';

/** A side that is less sure than this is no measure but a word. */
const LEAST_SCORE = 0.5;
/** How many measures each side may be. */
const MOST_TRIED = 6;
/** What speaks for two measures being set against each other. */
const FITS = { unit: 0.15, program: 0.1, pinned: 0.1 } as const;

interface Pair {
  readonly left: Binding;
  readonly right: Binding;
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
): { readonly composed: Composed; readonly binding: Binding } | undefined {
  const { understanding } = question;
  const sided = understanding.time.comparison ? undefined : findTwoSided(understanding.core);
  if (!sided || best.namedOutright || isOfBound(sided, understanding)) return undefined;
  const pair = findPair(sided, question, ground, now);
  if (!pair || !(comparesOpenly(sided, best) || saysMore(pair, best))) return undefined;
  const grouping = commonGrouping(pair, understanding);
  const left = readSide(pair.left, grouping, understanding, ground);
  const right = readSide(pair.right, grouping, understanding, ground);
  if (!left || !right) return undefined;
  return {
    composed: finish(sided, pair, build.binary(sided.op, operand(left), operand(right)), understanding, ground),
    binding: pair.left,
  };
}

/** "more than 80 %", "percentage of its limit": a number or a bound of its own is no second measure. */
function isOfBound({ op, right }: TwoSided, { threshold, relative }: Understanding): boolean {
  if (isComparison(op)) return threshold !== undefined;
  return op === '/' && (relative || /^(?:its|their) /.test(right));
}

/** "more … than" makes a comparison of what is none by itself. */
function comparesOpenly({ op }: TwoSided, { measure }: Binding): boolean {
  return isComparison(op) && measure.holds === undefined;
}

/** Something that the best measure leaves open is told by the two. */
function saysMore({ left, right }: Pair, best: Binding): boolean {
  const open = new Set([...left.unexplained, ...right.unexplained].map((token) => token.text));
  return best.unexplained.some((token) => !token.context && !token.everyday && !open.has(token.text));
}

function findPair(sided: TwoSided, question: Question, ground: Ground, now: number): Pair | undefined {
  const { left: said, right: against } = sided;
  const bind = (side: string) => bindingsOf(side, question, ground, now);
  const lefts = [said, `${said} ${lastWord(against)}`].flatMap(bind);
  const rights = [against, `${against} ${lastWord(said)}`].flatMap(bind);
  const pairs = lefts.flatMap((left) =>
    rights.filter((right) => mayPair(sided, left, right, question)).map((right) => ({ left, right })),
  );
  const [first] = pairs
    .map((pair) => ({ pair, points: pair.left.score + pair.right.score + fitOf(pair) }))
    .sort((a, b) => b.points - a.points);
  if (!first) return undefined;
  const { left, right } = first.pair;
  return {
    left: { ...left, filters: [...left.filters, ...borrowed(right, left, ground)] },
    right: { ...right, filters: [...right.filters, ...borrowed(left, right, ground)] },
  };
}

/** What one side names is meant of the other as well, where that has it. */
function borrowed(from: Binding, to: Binding, ground: Ground): Binding['filters'] {
  return from.filters.filter(
    ({ label, value, op }) =>
      op === '=' &&
      !to.filters.some((filter) => filter.label === label) &&
      !to.measure.fixed.has(label) &&
      valuesOf(label, to.measure, ground).includes(value),
  );
}

/** What a side may mean, with the time and the groupings of the whole question. */
function bindingsOf(side: string, whole: Question, ground: Ground, now: number): Binding[] {
  const alone = understand(side, now);
  const { shape, time } = whole.understanding;
  const { groupings, tentative, individually, entityNoun } = shape;
  const part: Understanding = {
    ...alone,
    time,
    shape: { ...alone.shape, groupings, tentative, individually, ...(entityNoun && { entityNoun }) },
  };
  const { question, bindings } = findCandidates(part, ground);
  return bindings
    .slice(0, MOST_TRIED)
    .filter(({ measure, score }) => score >= LEAST_SCORE && measure.holds === undefined && measure.unit !== 'ratio')
    .filter((binding) => !findGap(binding, question, ground) && isToldWhole(binding, ground))
    .map((binding) => withThings(binding, whole, ground));
}

/** Nothing but talk is left of the side. */
function isToldWhole({ unexplained }: Binding, ground: Ground): boolean {
  return unexplained.every((token) => token.everyday || token.context || ground.isForm(token.stem));
}

/** The services and things that are named elsewhere in the question. */
function withThings(binding: Binding, { mentions }: Question, ground: Ground): Binding {
  const filters = mentions
    .filter(({ service, specific }) => service !== undefined || specific)
    .flatMap((mention) => filterFor(mention, binding.measure, ground) ?? [])
    .filter(({ label }) => !binding.filters.some((filter) => filter.label === label));
  return filters.length === 0 ? binding : { ...binding, filters: [...binding.filters, ...filters] };
}

/** The noun that the other side may go without: "index" of "more sequential than index scans". */
function lastWord(side: string): string {
  return /([a-z-]+)\W*$/.exec(side)?.[1] ?? '';
}

function mayPair({ op }: TwoSided, a: Binding, b: Binding, { understanding }: Question): boolean {
  if (a.measure.metrics.join() === b.measure.metrics.join() && sameFixed(a.measure, b.measure)) return false;
  const isQuotient = op === '/' && !wantsFraction(understanding);
  return isQuotient || (a.measure.unit === b.measure.unit && a.measure.kind === b.measure.kind);
}

function fitOf({ left: { measure: a }, right: { measure: b } }: Pair): number {
  let points = 0;
  if (a.unit === b.unit) points += FITS.unit;
  if (program(a) === program(b)) points += FITS.program;
  if (a.fixed.size > 0 && sameFixed(a, b)) points += FITS.pinned;
  return points;
}

function program({ metrics }: Measure): string | undefined {
  return metrics[0]?.split('_')[0];
}

function sameFixed(a: Measure, b: Measure): boolean {
  return [...a.fixed].every(([label, value]) => b.fixed.get(label) === value) && a.fixed.size === b.fixed.size;
}

/** Both sides by the same labels: those asked, else series by series where they match, else in total. */
function commonGrouping({ left, right }: Pair, { shape }: Understanding): Grouping {
  const [a, b] = [left.measure, right.measure];
  const isShared = (label: string) => a.labels.has(label) && b.labels.has(label);
  const asked = [...new Set([...left.groups, ...right.groups])].filter(isShared);
  if (asked.length > 0) return { kind: 'by', labels: asked };
  if (shape.overall) return { kind: 'by', labels: [] };
  const isAlike = a.labels.size === b.labels.size && [...a.labels].every(isShared) && sameFixed(a, b);
  const entity = left.entityLabel ?? right.entityLabel;
  if (isAlike && (entity !== undefined || a.subject !== undefined)) return NATURAL;
  if (entity === undefined || !isShared(entity)) return { kind: 'by', labels: [] };
  const located = a.keys?.slice(0, a.keys.indexOf(entity) + 1).filter(isShared) ?? [];
  return { kind: 'by', labels: located.length > 0 ? located : [entity] };
}

const WORDS: Readonly<Record<TwoSided['op'], string>> = {
  '/': 'divided by',
  '-': 'minus',
  '+': 'plus',
  '>': 'more than',
  '<': 'less than',
};

function finish(
  { op }: TwoSided,
  { left, right }: Pair,
  expr: Expr,
  understanding: Understanding,
  ground: Ground,
): Composed {
  const isShare = op === '/' && left.measure.unit === right.measure.unit;
  const value = convertUnit({ expr, unit: isShare ? 'ratio' : left.measure.unit }, understanding);
  const condition = isComparison(op) ? undefined : conditionOf(understanding, value.unit);
  const limited = condition ? applyCondition(value.expr, condition) : value.expr;
  const decision = decide(left, understanding, ground.snapshot);
  return {
    expr:
      understanding.shape.howMany && isComparison(op)
        ? build.aggregate('count', limited)
        : rank(limited, { binding: left, understanding, decision }),
    unit: value.unit,
    kind: decision.kind,
    words: `${left.measure.title} ${WORDS[op]} ${right.measure.title}`,
    others: [],
    ...(decision.rangeSeconds !== undefined && { rangeSeconds: decision.rangeSeconds }),
  };
}
