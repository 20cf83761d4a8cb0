import type { Expr } from '@locum/promql';
import type { CatalogSnapshot } from '../../../catalog/index.ts';
import type { Binding } from '../ground/binding.ts';
import type { MatcherSpec } from '../ground/outcomes.ts';
import type { Understanding } from '../understand/understand.ts';
import type { Grouping, Lift } from './lift.ts';

/** A measure read as a query, and what its numbers are. */
export interface Reading {
  readonly expr: Expr;
  /** Unit of the result; a counter's rate is per second. */
  readonly unit: string;
  readonly perSecond: boolean;
  readonly words: string;
  /** The level of it, where the reading is one percentile. */
  readonly percentile?: number;
  /** The question's threshold is part of the reading already. */
  readonly thresholdSpent?: true;
  /** Other common ways to read the same measure. */
  readonly others: readonly { readonly expr: Expr; readonly words: string }[];
}

/** Why a measure cannot give what was asked. */
export interface Unreadable {
  readonly problem: string;
  /** No other measure would give it either: the percentile asked does not exist. */
  readonly isFinal?: true;
}

export function isUnreadable(reading: object): reading is Unreadable {
  return 'problem' in reading;
}

/** What a reading depends on besides the measure. */
export interface ReadContext {
  readonly binding: Binding;
  readonly understanding: Understanding;
  readonly snapshot: CatalogSnapshot;
  readonly grouping: Grouping;
  readonly windowMs: number;
  /** The question named the window, so that it replaces those written in the measure. */
  readonly windowAsked: boolean;
  readonly counters: Lift['counters'];
  readonly offsetMs?: number;
  readonly wantsFraction: boolean;
}

/** A reading that is no rate and has no other ways. */
export function plainReading(expr: Expr, unit: string, words: string): Reading {
  return { expr, unit, words, perSecond: false, others: [] };
}

/** The question's filters with the outcome it wishes. */
export function allFilters({ filters, outcome }: Binding): readonly MatcherSpec[] {
  return outcome ? [...filters, outcome] : filters;
}

export function liftContext(context: ReadContext, filters: readonly MatcherSpec[] = context.binding.filters): Lift {
  const { measure } = context.binding;
  const summed = asksSum(context);
  return {
    snapshot: context.snapshot,
    filters,
    grouping: context.grouping,
    counters: context.counters,
    windowMs: context.windowMs,
    windowAsked: context.windowAsked,
    combine: summed && measure.combine === 'avg' ? 'sum' : measure.combine,
    ...(context.offsetMs !== undefined && { offsetMs: context.offsetMs }),
    ...(measure.keys && { keys: measure.keys }),
    ...(measure.joined && { joined: measure.joined }),
    summed,
  };
}

const ADDED_UP = /\b(?:added up|summed|sum of|in total|altogether)\b/;
const IN_CORES = /\b(?:in (?:cpu )?cores|number of cores)\b/;

/** "in cores": shares of processors added up are so many processors. */
export function isInCores({ binding, understanding }: ReadContext): boolean {
  return ['seconds', 'ratio'].includes(binding.measure.unit) && IN_CORES.test(understanding.question);
}

function asksSum(context: ReadContext): boolean {
  const isAdded = context.binding.measure.unit === 'seconds' && ADDED_UP.test(context.understanding.question);
  return isAdded || isInCores(context);
}
