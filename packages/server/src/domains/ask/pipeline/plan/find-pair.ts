import type { Binding } from '../ground/binding.ts';
import { findCandidates } from '../ground/candidates.ts';
import { filterFor } from '../ground/filters.ts';
import type { Ground } from '../ground/ground.ts';
import type { Measure } from '../ground/measure.ts';
import { valuesOf } from '../ground/measure-values.ts';
import type { Mention } from '../ground/mentions.ts';
import type { Question } from '../ground/question.ts';
import type { TwoSided } from '../understand/two-sided.ts';
import { type Understanding, understand } from '../understand/understand.ts';
import { wantsFraction } from './counting.ts';
import { findGap } from './gaps/find-gap.ts';
import { writeMatchers } from './read-share.ts';

/** A side that is less sure than this is no measure but a word. */
const LEAST_SCORE = 0.5;
/** How many measures each side may be. */
const MOST_TRIED = 6;
/** What speaks for two measures being set against each other. */
const FITS = { unit: 0.15, program: 0.1, pinned: 0.1 } as const;

/** Two measures that are set against each other. */
export interface Pair {
  readonly left: Binding;
  readonly right: Binding;
}

/** The two measures that are likeliest meant by what is said on each side. */
export function findPair(sided: TwoSided, question: Question, ground: Ground, now: number): Pair | undefined {
  const { left: said, right: against } = sided;
  const bind = (side: string) => bindingsOf(side, question, ground, now);
  const lefts = [said, `${said} ${lastWord(against)}`].flatMap(bind);
  const shared = HOW_MANY_MORE.exec(question.understanding.core)?.[1];
  const nouns = [lastWord(said), ...(shared === undefined ? [] : [shared])];
  const rights = [against, ...nouns.map((noun) => `${against} ${noun}`)].flatMap(bind);
  const pairs = lefts.flatMap((left) =>
    rights.filter((right) => mayPair(sided, left, right, question)).map((right) => ({ left, right })),
  );
  const [first] = pairs
    .map((pair) => ({ pair, points: pair.left.score + pair.right.score + fitOf(pair) }))
    .sort((a, b) => b.points - a.points);
  if (!first) return undefined;
  // One measure told apart by its filters has them on one side only.
  const isOne = isSame(first.pair.left.measure, first.pair.right.measure);
  const isMeant = ({ text }: Mention) => !isOne || !(said.includes(text) || against.includes(text));
  const named = question.mentions.filter(isMeant);
  const left = withThings(first.pair.left, named, ground);
  const right = withThings(first.pair.right, named, ground);
  if (isOne) return { left, right };
  return {
    left: { ...left, filters: [...left.filters, ...borrowed(right, left, ground)] },
    right: { ...right, filters: [...right.filters, ...borrowed(left, right, ground)] },
  };
}

/** "how many more requests has cart than search": the noun that only the first side has. */
const HOW_MANY_MORE =
  /\bhow (?:many|much) (?:more|higher|fewer|less|lower) ([a-z][\w -]*?) (?:ha[sd]|have|do|does|did|are|is|were|was|gets?|got)\b/;

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
    shape: {
      ...alone.shape,
      groupings: groupings.filter((name) => !side.includes(name) || !/\bthan\b/.test(whole.understanding.core)),
      tentative,
      individually,
      ...(entityNoun && { entityNoun }),
    },
  };
  const { question, bindings } = findCandidates(part, ground);
  return bindings
    .slice(0, MOST_TRIED)
    .filter(({ measure, score }) => score >= LEAST_SCORE && measure.holds === undefined && measure.unit !== 'ratio')
    .filter((binding) => !findGap(binding, question, ground) && isToldWhole(binding, ground));
}

/** Nothing but talk is left of the side. */
function isToldWhole({ unexplained }: Binding, ground: Ground): boolean {
  return unexplained.every((token) => token.everyday || token.context || ground.isForm(token.stem));
}

/** The services and things that are named elsewhere in the question. */
function withThings(binding: Binding, mentions: readonly Mention[], ground: Ground): Binding {
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
  if (isSame(a.measure, b.measure) && !differByFilters(a, b)) return false;
  const isQuotient = op === '/' && !wantsFraction(understanding);
  return isQuotient || (a.measure.unit === b.measure.unit && a.measure.kind === b.measure.kind);
}

/** Whether they read the same series, but for the filters of the question. */
export function isSame(a: Measure, b: Measure): boolean {
  return a.metrics.join() === b.metrics.join() && sameFixed(a, b);
}

/** "requests to /healthz divided by requests": each side is nothing but the measure and its filters. */
function differByFilters(a: Binding, b: Binding): boolean {
  if (a.unexplained.length + b.unexplained.length > 0) return false;
  const written = ({ filters, outcome }: Binding) =>
    writeMatchers([...filters, ...(outcome ? [outcome] : [])].sort((x, y) => x.label.localeCompare(y.label)));
  return written(a) !== written(b);
}

function fitOf({ left: { measure: a }, right: { measure: b } }: Pair): number {
  let points = 0;
  if (a.unit === b.unit) points += FITS.unit;
  if (programOf(a) === programOf(b)) points += FITS.program;
  if (a.fixed.size > 0 && sameFixed(a, b)) points += FITS.pinned;
  return points;
}

/** The program that a measure is of: the first word of its metrics. */
export function programOf({ metrics }: Measure): string | undefined {
  return metrics[0]?.split('_')[0];
}

/** Whether their own matchers pin the same values. */
export function sameFixed(a: Measure, b: Measure): boolean {
  return [...a.fixed].every(([label, value]) => b.fixed.get(label) === value) && a.fixed.size === b.fixed.size;
}
