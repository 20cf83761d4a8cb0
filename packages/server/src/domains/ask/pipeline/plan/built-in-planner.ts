import { type Expr, print } from '@locum/promql';
import type { Binding } from '../ground/binding.ts';
import { findCandidates } from '../ground/candidates.ts';
import type { Ground } from '../ground/ground.ts';
import type { Question } from '../ground/question.ts';
import { type Understanding, understand } from '../understand/understand.ts';
import { type Composed, compose } from './compose.ts';
import { findBetterWithout, findGap, type Gap } from './gaps.ts';
import { composeQuotient } from './quotient.ts';
import { isUnreadable } from './read-measure.ts';
import { findSpecialForm } from './special-forms.ts';

/** A query that answers the question, how it was read, and what else it might have meant. */
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
  readonly alternatives: readonly {
    readonly promql: string;
    readonly reading: string;
    readonly reason: string;
    readonly kind: 'instant' | 'range';
  }[];
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

const MIN_SCORE = 0.5;

/** The built-in planner: deterministic, offline, no model. `now` is Unix seconds. */
export function planQuestion(
  question: string,
  ground: Ground,
  now: number,
): PlanOutcome & { readonly understanding: Understanding } {
  const understanding = understand(question, now);
  return { ...planUnderstood(understanding, ground, now), understanding };
}

function planUnderstood(understanding: Understanding, ground: Ground, now: number): PlanOutcome {
  const { refusal } = understanding;
  if (refusal) return { outcome: refusal.status, reason: refusal.reason, message: refusal.message, nearest: [] };
  const special = findSpecialForm(understanding, ground);
  if (special)
    return {
      outcome: 'planned',
      promql: print(special.expr),
      expr: special.expr,
      kind: 'instant',
      unit: 'count',
      reading: special.words,
      confidence: 0.85,
      alternatives: [],
    };
  const { question, bindings } = findCandidates(understanding, ground);
  const [best] = bindings;
  if (!best)
    return decline({ reason: 'unknown_metric', message: 'Nothing in the catalog matches this question.' }, bindings);
  const gap = findGap(best, question, ground) ?? findBetterWithout(best, bindings, question, ground);
  const quotient = gap?.reason === 'unknown_grouping' ? composeQuotient(best, understanding, ground, now) : undefined;
  if (quotient) return planned(quotient, best, bindings, understanding, ground);
  if (gap || best.score < MIN_SCORE)
    return decline(
      gap ?? {
        reason: 'unknown_metric',
        message: 'Nothing in the catalog matches this question well enough to answer it.',
      },
      bindings,
    );
  return planBest(bindings, question, understanding, ground);
}

function planBest(
  bindings: readonly Binding[],
  question: Question,
  understanding: Understanding,
  ground: Ground,
): PlanOutcome {
  let problem: string | undefined;
  for (const binding of bindings.slice(0, 3)) {
    if (problem !== undefined && (binding.score < MIN_SCORE || findGap(binding, question, ground))) continue;
    const composed = compose(binding, understanding, ground.snapshot);
    if (isUnreadable(composed)) {
      problem ??= composed.problem;
      if (/summary that offers only/.test(composed.problem)) break;
      continue;
    }
    return planned(composed, binding, bindings, understanding, ground);
  }
  return decline(
    { reason: 'cannot_compute', message: problem ?? 'This cannot be computed from the metrics here.' },
    bindings,
  );
}

function planned(
  composed: Composed,
  binding: Binding,
  bindings: readonly Binding[],
  understanding: Understanding,
  ground: Ground,
): Plan {
  const promql = print(composed.expr);
  const others = bindings
    .filter((other) => other !== binding && other.score > binding.score - 0.12 && other.score >= MIN_SCORE)
    .slice(0, 4)
    .flatMap((other) => {
      const alternative = compose(other, understanding, ground.snapshot);
      return isUnreadable(alternative)
        ? []
        : [
            {
              promql: print(alternative.expr),
              reading: alternative.words,
              reason: `also matches "${other.phrase.join(' ')}"`,
              kind: alternative.kind,
            },
          ];
    });
  const sameMeasure = composed.others.map((other) => ({
    promql: print(other.expr),
    reading: other.words,
    reason: 'another way to read the same measure',
    kind: composed.kind,
  }));
  const seen = new Set([promql]);
  const alternatives = [...sameMeasure, ...others].filter(
    (alternative) => !seen.has(alternative.promql) && seen.add(alternative.promql),
  );
  const margin = binding.score - (bindings.find((other) => other !== binding)?.score ?? 0);
  return {
    outcome: 'planned',
    promql,
    expr: composed.expr,
    kind: composed.kind,
    unit: composed.unit,
    reading: composed.words,
    confidence: Math.max(0.05, Math.min(0.99, binding.score * 0.85 + Math.min(0.15, margin))),
    binding,
    alternatives: alternatives.slice(0, 5),
    ...(composed.rangeSeconds !== undefined && { rangeSeconds: composed.rangeSeconds }),
    ...(composed.windowSeconds !== undefined && { windowSeconds: composed.windowSeconds }),
  };
}

function decline(gap: Gap, bindings: readonly Binding[]): NoPlan {
  return {
    outcome: 'declined',
    reason: gap.reason,
    message: gap.message,
    nearest: [...new Set(bindings.slice(0, 6).map((binding) => binding.measure.title))].slice(0, 3),
  };
}
