import { type Expr, print } from '@locum/promql';
import type { Binding } from '../ground/binding.ts';
import type { Ground } from '../ground/ground.ts';
import type { Understanding } from '../understand/understand.ts';
import { type Alternative, findAlternatives } from './alternatives.ts';
import type { Composed } from './composed.ts';
import type { Gap } from './gaps/gap.ts';
import type { SpecialForm } from './special/special-form.ts';

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

export function planned(
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

export function decline(gap: Gap, bindings: readonly Binding[]): NoPlan {
  return {
    outcome: 'declined',
    reason: gap.reason,
    message: gap.message,
    nearest: [...new Set(bindings.slice(0, 6).map((binding) => binding.measure.title))].slice(0, 3),
  };
}

/** Questions about the telemetry itself are read by their form alone. */
const SPECIAL_CONFIDENCE = 0.85;

export function planSpecial({ expr, words, unit = 'count', notices }: SpecialForm): Plan {
  return {
    outcome: 'planned',
    promql: print(expr),
    expr,
    kind: 'instant',
    unit,
    reading: words,
    confidence: SPECIAL_CONFIDENCE,
    alternatives: [],
    ...(notices && { notices }),
  };
}
