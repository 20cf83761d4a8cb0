import { type Expr, print } from '@locum/promql';
import type { Binding } from '../ground/binding.ts';
import { findCandidates } from '../ground/candidates.ts';
import type { Ground } from '../ground/ground.ts';
import type { Question } from '../ground/question.ts';
import { type Understanding, understand } from '../understand/understand.ts';
import { familiesOf, servicesBeside } from './across-families.ts';
import { type Alternative, findAlternatives, MIN_SCORE } from './alternatives.ts';
import { composeApdex } from './apdex.ts';
import { compose } from './compose.ts';
import type { Composed } from './composed.ts';
import { findBetterWithout } from './gaps/better-without.ts';
import { findGap } from './gaps/find-gap.ts';
import type { Gap } from './gaps/gap.ts';
import { composeAverageValue, composeQuotient } from './quotient.ts';
import { isUnreadable } from './reading.ts';
import { composeShareOfPair } from './share-of-pair.ts';
import { findSpecialForm, type SpecialForm } from './special/special-form.ts';
import { writtenQuery } from './special/written-query.ts';
import { composeTwoMeasures } from './two-measures.ts';

/** A query that answers the question, how it was read, and what else it might have meant. Durations in seconds. */
export interface Plan {
  readonly outcome: 'planned';
  readonly promql: string;
  readonly expr: Expr;
  readonly kind: 'instant' | 'range';
  readonly rangeSeconds?: number;
  readonly windowSeconds?: number;
  readonly unit: string;
  readonly reading: string;
  readonly confidence: number;
  readonly binding?: Binding;
  readonly alternatives: readonly Alternative[];
  /** What the reader has to know of it: which services it says nothing of. */
  readonly notices?: readonly string[];
}

/** No query is offered: the request must not be done, or nothing here answers it. */
export interface NoPlan {
  readonly outcome: 'declined' | 'refused';
  readonly reason: string;
  readonly message: string;
  /** Titles of measures that are nearest to what was asked. */
  readonly nearest: readonly string[];
}

export type PlanOutcome = Plan | NoPlan;

/** The built-in planner: deterministic, offline, no model. `now` is Unix seconds. */
export function planQuestion(
  question: string,
  ground: Ground,
  now: number,
): PlanOutcome & { readonly understanding: Understanding } {
  const understanding = understand(question, now);
  const written = understanding.refusal ? undefined : writtenQuery(question, ground);
  if (written) return { ...('reason' in written ? decline(written, []) : planSpecial(written)), understanding };
  return { ...planUnderstood(understanding, ground, now), understanding };
}

function planUnderstood(understanding: Understanding, ground: Ground, now: number): PlanOutcome {
  const { refusal } = understanding;
  if (refusal) return { outcome: refusal.status, reason: refusal.reason, message: refusal.message, nearest: [] };
  const special = findSpecialForm(understanding, ground);
  if (special) return planSpecial(special);
  const apdex = composeApdex(understanding, ground, now);
  if (apdex) return planApdex(apdex, understanding, ground);
  const { question, bindings } = findCandidates(understanding, ground);
  const average = composeAverageValue(understanding, ground, now);
  if (average) return planned(average.composed, average.binding, [average.binding], understanding, ground);
  const [best] = bindings;
  if (!best) return decline(NOTHING_MATCHES, bindings);
  const two = composeTwoMeasures(best, question, ground, now);
  if (two) return planned(two.composed, two.binding, [two.binding], understanding, ground);
  const share = composeShareOfPair(bindings, understanding, ground, now);
  if (share) return planned(share, best, bindings, understanding, ground);
  const gap = findGap(best, question, ground) ?? findBetterWithout(best, bindings, question, ground);
  const isOpen = gap?.reason === 'unknown_grouping' || best.score < MIN_SCORE;
  const quotient = isOpen ? composeQuotient(bindings, understanding, ground, now) : undefined;
  if (quotient) return planned(quotient, best, bindings, understanding, ground);
  if (gap?.reason === 'cannot_compute') return planNext(gap, bindings, question, ground);
  if (gap) return decline(gap, bindings);
  if (best.score < MIN_SCORE) return decline(NOTHING_FITS, bindings);
  return planBest(bindings, question, ground);
}

const NOTHING_MATCHES: Gap = {
  reason: 'unknown_metric',
  message: 'Nothing in the catalog matches this question.',
};
const NOTHING_FITS: Gap = {
  reason: 'unknown_metric',
  message: 'Nothing in the catalog matches this question well enough to answer it.',
};
/** Questions about the telemetry itself are read by their form alone. */
const SPECIAL_CONFIDENCE = 0.85;

function planSpecial({ expr, words }: SpecialForm): Plan {
  return {
    outcome: 'planned',
    promql: print(expr),
    expr,
    kind: 'instant',
    unit: 'count',
    reading: words,
    confidence: SPECIAL_CONFIDENCE,
    alternatives: [],
  };
}

function planApdex(
  { composed, found: { question, bindings } }: NonNullable<ReturnType<typeof composeApdex>>,
  understanding: Understanding,
  ground: Ground,
): PlanOutcome {
  const [best] = bindings;
  if (!best) return decline(NOTHING_MATCHES, bindings);
  const gap = findGap(best, question, ground);
  if (gap) return decline(gap, bindings);
  if (isUnreadable(composed)) return decline({ reason: 'cannot_compute', message: composed.problem }, bindings);
  return planned(composed, best, bindings, understanding, ground);
}

/** How far behind may be what can be computed when the best cannot. */
const SUBSTITUTE_MARGIN = 0.15;

/** The best cannot tell what was asked; another that fits nearly as well may. */
function planNext(gap: Gap, bindings: readonly Binding[], question: Question, ground: Ground): PlanOutcome {
  const [best, ...others] = bindings;
  const able = others
    .slice(0, MOST_TRIED)
    .filter(({ score }) => score >= MIN_SCORE && best !== undefined && score > best.score - SUBSTITUTE_MARGIN)
    .filter((binding) => !findGap(binding, question, ground));
  return able.length > 0 ? planBest(able, question, ground) : decline(gap, bindings);
}

/** How many measures are tried when the best cannot be computed as asked. */
const MOST_TRIED = 3;

function planBest(bindings: readonly Binding[], question: Question, ground: Ground): PlanOutcome {
  const { understanding } = question;
  let problem: string | undefined;
  for (const binding of bindings.slice(0, MOST_TRIED)) {
    const isSecondChoice = problem !== undefined;
    if (isSecondChoice && (binding.score < MIN_SCORE || findGap(binding, question, ground))) continue;
    const families = familiesOf(binding, bindings, understanding, ground.snapshot);
    const composed = compose(families?.best ?? binding, understanding, ground.snapshot, families?.others);
    if (!isUnreadable(composed))
      return {
        ...planned(composed, binding, bindings, understanding, ground),
        ...coverageOf([binding, ...(families?.others ?? [])], ground),
      };
    problem ??= composed.problem;
    if (composed.isFinal) break;
  }
  return decline(
    { reason: 'cannot_compute', message: problem ?? 'This cannot be computed from the metrics here.' },
    bindings,
  );
}

/** Measures that every service may have, each under metrics of its own. */
const OF_SERVICES = /^(?:http|grpc|opentelemetry)/;

/** Says so where an answer about all services is one about some. */
function coverageOf(families: readonly Binding[], ground: Ground): { readonly notices?: readonly string[] } {
  const isOfServices = families.every(({ measure }) => OF_SERVICES.test(measure.subject ?? ''));
  const [beside, covered] = isOfServices ? servicesBeside(families, ground.snapshot) : [[], []];
  if (beside.length === 0 || covered.length === 0) return {};
  return {
    notices: [
      `This covers ${listOf(covered)} only. ${listOf(beside)} ${beside.length === 1 ? 'records' : 'record'} it under other metrics or not at all: ask for ${beside.length === 1 ? 'it' : 'one of them'} by name.`,
    ],
  };
}

function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function planned(
  composed: Composed,
  binding: Binding,
  bindings: readonly Binding[],
  understanding: Understanding,
  ground: Ground,
): Plan {
  return {
    outcome: 'planned',
    promql: print(composed.expr),
    expr: composed.expr,
    kind: composed.kind,
    unit: composed.unit,
    reading: composed.words,
    confidence: confidenceOf(binding, bindings),
    binding,
    alternatives: findAlternatives(composed, binding, bindings, understanding, ground),
    ...(composed.rangeSeconds !== undefined && { rangeSeconds: composed.rangeSeconds }),
    ...(composed.windowSeconds !== undefined && { windowSeconds: composed.windowSeconds }),
  };
}

/** The score, and a little for being far before the next; never certain, never nothing. */
function confidenceOf(binding: Binding, bindings: readonly Binding[]): number {
  const next = bindings.find((other) => other !== binding)?.score ?? 0;
  const margin = Math.min(0.15, binding.score - next);
  return Math.max(0.05, Math.min(0.99, binding.score * 0.85 + margin));
}

function decline(gap: Gap, bindings: readonly Binding[]): NoPlan {
  return {
    outcome: 'declined',
    reason: gap.reason,
    message: gap.message,
    nearest: [...new Set(bindings.slice(0, 6).map((binding) => binding.measure.title))].slice(0, 3),
  };
}
