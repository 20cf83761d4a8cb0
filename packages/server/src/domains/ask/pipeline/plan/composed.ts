import type { Expr } from '@locum/promql';
import type { Binding } from '../ground/binding.ts';
import type { Understanding } from '../understand/understand.ts';
import type { Decision } from './decide.ts';

/** A composed query: its tree, what its numbers are and how it was read. */
export interface Composed {
  readonly expr: Expr;
  readonly unit: string;
  readonly kind: 'instant' | 'range';
  readonly rangeSeconds?: number;
  readonly windowSeconds?: number;
  readonly words: string;
  readonly others: readonly { readonly expr: Expr; readonly words: string }[];
  /** Of what was to be put together, what cannot be read like the rest. */
  readonly leftOut?: readonly Binding[];
}

/** A query on its way, with the unit of its numbers. */
export interface Valued {
  readonly expr: Expr;
  readonly unit: string;
}

/** What every step of composing looks at. */
export interface Composition {
  readonly binding: Binding;
  readonly understanding: Understanding;
  readonly decision: Decision;
}

/** The groups of the question as a clause; nothing when there are none. */
export function byGroups({ groups }: Binding): { readonly kind: 'by'; readonly labels: readonly string[] } | undefined {
  return groups.length > 0 ? { kind: 'by', labels: groups } : undefined;
}

/** Read as it is, not by rates: what holds of each series now. */
export function isGaugeLike({ measure }: Binding): boolean {
  return measure.kind === 'gauge' || measure.kind === 'expression';
}
