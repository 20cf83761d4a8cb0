import { build, type Expr } from '@locum/promql';
import { findCandidates } from '../ground/candidates.ts';
import type { Ground } from '../ground/ground.ts';
import { type Understanding, understand } from '../understand/understand.ts';
import { findUnit } from '../understand/units.ts';
import type { Composed } from './composed.ts';
import { operand } from './conditions.ts';
import { decide } from './decide.ts';
import { familyOf, findLevel, groupLabels, rateOf, seriesOf } from './family-series.ts';
import { allFilters, type ReadContext, type Unreadable } from './reading.ts';

const APDEX = /\bapdex(?: scores?| index)?\b/;
/** From here on the question says what satisfies. */
const BOUNDS = /[,:(=]|\b(?:satisf|tolerat|with|if|when|where|at|t ?=|target)\b/;
const LEFT_OUT =
  /\b(?:leave out|leaving out|without|excluding|exclude|except(?: for)?|ignoring|ignore|not counting|skip(?:ping)?) [^,.;()]+/;
const DURATIONS = /(\d+(?:\.\d+)?)\s?(ms|msecs?|milliseconds?|s|secs?|seconds?)\b/g;
/** Seconds that satisfy when none are said. */
const DEFAULT_TARGET = 0.5;
/** Apdex tolerates four times what satisfies (Apdex Technical Specification 1.1). */
const TOLERATED = 4;

/** The Apdex of a latency histogram: those satisfied and half of those tolerating, over all. Nothing when none is asked. */
export function composeApdex(
  { question }: Understanding,
  ground: Ground,
  now: number,
): { readonly composed: Composed | Unreadable; readonly found: ReturnType<typeof findCandidates> } | undefined {
  if (!APDEX.test(question)) return undefined;
  const about = understand(`p95 request latency ${withoutBounds(question)}`, now);
  const found = findCandidates(about, ground);
  const binding = found.bindings.find(({ measure }) => measure.kind === 'histogram' && measure.unit === 'seconds');
  if (!binding) return undefined;
  const { read, windowSeconds } = decide(binding, about, ground.snapshot);
  const score = apdex(secondsIn(question), read);
  if ('problem' in score) return { composed: score, found };
  const words = `Apdex of ${binding.measure.title}: satisfied up to ${score.satisfied} s, tolerating up to ${score.tolerated} s`;
  return { composed: { expr: score.expr, unit: 'ratio', kind: 'instant', words, others: [], windowSeconds }, found };
}

function withoutBounds(question: string): string {
  const [before = '', after = ''] = question.split(APDEX);
  const without = LEFT_OUT.exec(after)?.[0] ?? '';
  return `${before} ${after.split(BOUNDS)[0] ?? ''} ${without}`;
}

function secondsIn(question: string): number[] {
  return [...question.matchAll(DURATIONS)].map(
    ([, digits, unit]) => Number(digits) * (findUnit(unit ?? 's')?.factor ?? 1),
  );
}

interface Apdex {
  readonly expr: Expr;
  readonly satisfied: string;
  readonly tolerated: string;
}

function apdex([satisfied, tolerated]: readonly number[], context: ReadContext): Apdex | Unreadable {
  const family = familyOf(context);
  const bucket = family?.series.find((facts) => facts.role === 'bucket');
  const count = family && seriesOf(family, 'count');
  if (!bucket || !count) return { problem: 'An Apdex needs a histogram with buckets.' };
  const bounds = [...(bucket.labels.get('le')?.values ?? [])].sort((a, b) => Number(a) - Number(b));
  // What is said must be there; what is not said is the next bound.
  const near = satisfied === undefined ? nextBound(bounds, DEFAULT_TARGET) : findLevel(bounds, satisfied);
  const far = tolerated === undefined ? nextBound(bounds, Number(near) * TOLERATED) : findLevel(bounds, tolerated);
  if (near === undefined || far === undefined)
    return {
      problem: `${bucket.name} has no such buckets; it has ${bounds.join(', ')}. Ask for an Apdex with two of these bounds.`,
    };
  const labels = groupLabels(context);
  const filters = allFilters(context.binding);
  const within = (le: string) =>
    build.sumBy(labels, rateOf(bucket.name, context, [...filters, { label: 'le', op: '=', value: le }]));
  const half = build.binary('/', operand(build.binary('+', within(near), within(far))), build.number(2));
  const expr = build.binary('/', half, build.sumBy(labels, rateOf(count, context, filters)));
  return { expr, satisfied: near, tolerated: far };
}

function nextBound(bounds: readonly string[], seconds: number): string | undefined {
  return bounds.find((bound) => Number(bound) >= seconds && Number.isFinite(Number(bound)));
}
