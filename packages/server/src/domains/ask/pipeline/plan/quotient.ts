import { build, type Expr } from '@locum/promql';
import type { Binding } from '../ground/binding.ts';
import { findCandidates } from '../ground/candidates.ts';
import type { Ground } from '../ground/ground.ts';
import { type Understanding, understand } from '../understand/understand.ts';
import type { Composed } from './compose.ts';
import { operand } from './conditions.ts';
import { isUnreadable, readMeasure } from './read-measure.ts';

const MIN_SCORE = 0.6;
const DEFAULT_WINDOW_SECONDS = 300;

/**
 * "revenue per completed order": what stands behind "per" is no label but a measure of its own, so one counter is divided by
 * the other over the same window.
 */
export function composeQuotient(
  binding: Binding,
  understanding: Understanding,
  ground: Ground,
  now: number,
): Composed | undefined {
  const [phrase] = binding.unresolvedGroups;
  if (phrase === undefined || binding.measure.kind !== 'counter') return undefined;
  const { bindings } = findCandidates(understand(phrase, now), ground);
  const divisor = bindings.find(
    (other) => other.measure.kind === 'counter' && other.score >= MIN_SCORE && other.unboundMentions.length === 0,
  );
  if (!divisor) return undefined;
  const over = total(divisor, understanding, ground);
  const part = total(binding, understanding, ground);
  if (!part || !over) return undefined;
  return {
    expr: build.binary('/', part, operand(over)),
    unit: binding.measure.unit,
    kind: 'instant',
    words: `${binding.measure.title} per ${divisor.measure.title}`,
    others: [],
  };
}

function total(binding: Binding, understanding: Understanding, ground: Ground): Expr | undefined {
  const reading = readMeasure({
    binding,
    understanding,
    snapshot: ground.snapshot,
    grouping: { kind: 'by', labels: [] },
    windowMs: (understanding.time.lookback ?? understanding.time.smoothing ?? DEFAULT_WINDOW_SECONDS) * 1000,
    windowAsked: true,
    counters: 'rate',
    wantsFraction: false,
  });
  return isUnreadable(reading) ? undefined : reading.expr;
}
