import type { Expr } from '@locum/promql';
import type { MeasureFact } from '../../../catalog/index.ts';
import type { InfoJoin } from './info-join.ts';

/** How the raw series of a measure are read; decides what the planner puts around them. */
export type MeasureKind = 'gauge' | 'counter' | 'histogram' | 'summary' | 'expression';

/**
 * Something that can be asked about: an expression over metrics that exist here, without windows, filters and
 * groupings, and the words for it. Comes from a knowledge file, from a metric family itself, or from a pair of metrics.
 */
export interface Measure {
  readonly title: string;
  /** Each phrase as its content stems. */
  readonly phrases: readonly (readonly string[])[];
  /** Stems after "per" in phrases: parts of the measure's own name. */
  readonly perStems: ReadonlySet<string>;
  /** Stems of the shortest. */
  readonly shortestPhrase: number;
  /** All of them together. */
  readonly phraseStems: ReadonlySet<string>;
  /** Weaker hints: stems of the subject's words, metric names and HELP. */
  readonly about: ReadonlySet<string>;
  readonly nameStems: ReadonlySet<string>;
  readonly helpStems: ReadonlySet<string>;
  readonly expr: Expr;
  readonly kind: MeasureKind;
  readonly unit: string;
  readonly keys?: readonly string[];
  readonly holds?: string;
  readonly combine: 'sum' | 'avg' | 'max' | 'min';
  readonly windowSeconds?: number;
  /** Series names (`…_bucket` for a histogram) that its selectors read. */
  readonly metrics: readonly string[];
  /** Labels by which its results can be grouped or filtered. */
  readonly labels: ReadonlySet<string>;
  /** Labels that its own matchers speak of. */
  readonly matched: ReadonlySet<string>;
  /** Label values that its own matchers pin. */
  readonly fixed: ReadonlyMap<string, string>;
  /** Of a measure that is one family as it is. */
  readonly family?: string;
  readonly origin: 'knowledge' | 'family' | 'derived' | 'panel';
  /** Name of the knowledge file. */
  readonly subject?: string;
  readonly fact?: MeasureFact;
  /** What the question asks of its targets and another metric tells. */
  readonly joined?: InfoJoin;
}

/** A measure before its phrases are taken together. */
export type MeasureDraft = Omit<Measure, 'phraseStems' | 'shortestPhrase' | 'perStems' | 'matched'>;

/** A moment, or the time since one. */
export function isAge({ unit, expr }: Measure): boolean {
  return unit === 'timestamp' || (expr.type === 'Binary' && expr.left.type === 'Call' && expr.left.func === 'time');
}

/** A gauge that is a percentile itself: `…_lag_p99_seconds`. */
export function namesPercentile(measure: Measure, percentiles: readonly number[]): boolean {
  const pinned = Number(measure.fixed.get('quantile') ?? Number.NaN);
  return percentiles.some(
    (level) => measure.nameStems.has(`p${Math.round(level * 1000) / 10}`) || pinned === level || pinned === level * 100,
  );
}
