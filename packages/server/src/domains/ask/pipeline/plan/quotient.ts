import { build } from '@locum/promql';
import type { Binding } from '../ground/binding.ts';
import { findCandidates } from '../ground/candidates.ts';
import type { Ground } from '../ground/ground.ts';
import { isOutcomeLabel } from '../ground/outcome-labels.ts';
import { outcomeMatcher } from '../ground/outcomes.ts';
import { type Understanding, understand } from '../understand/understand.ts';
import type { Composed } from './composed.ts';
import { operand } from './conditions.ts';
import type { Grouping } from './lift.ts';
import { readSide } from './read-side.ts';

/** A divisor that is less sure than this is no measure but a word. */
const LEAST_SCORE = 0.6;
/** How many measures may be what is divided. */
const MOST_TRIED = 3;
const ONE_NUMBER: Grouping = { kind: 'by', labels: [] };

/**
 * "revenue per completed order": what stands behind "per" is no label but a measure of its own, so one counter is divided by
 * the other over the same window.
 */
export function composeQuotient(
  bindings: readonly Binding[],
  understanding: Understanding,
  ground: Ground,
  now: number,
): Composed | undefined {
  for (const binding of bindings.slice(0, MOST_TRIED)) {
    const [phrase] = binding.unresolvedGroups;
    if (phrase === undefined || binding.measure.kind !== 'counter') continue;
    const { bindings: found } = findCandidates(understand(phrase, now), ground);
    const divisor = found.find(
      ({ measure, score, unboundMentions, unexplained }) =>
        measure.kind === 'counter' && score >= LEAST_SCORE && unboundMentions.length === 0 && unexplained.length === 0,
    );
    if (!divisor || divisor.measure.metrics[0] === binding.measure.metrics[0]) continue;
    const part = readSide(binding, ONE_NUMBER, understanding, ground);
    const whole = readSide(divisor, ONE_NUMBER, understanding, ground);
    if (!part || !whole) continue;
    return {
      expr: build.binary('/', part.expr, operand(whole.expr)),
      unit: binding.measure.unit,
      kind: 'instant',
      words: `${binding.measure.title} per ${divisor.measure.title}`,
      others: [],
    };
  }
  return undefined;
}

const AVERAGE_OF =
  /\b(?:average|avg|mean|typical) ([a-z]+)(?: value| worth| amount| size)?(?: in (?:dollars|euros?|pounds|usd|eur|gbp|\$|€|£))(?: (?:of|per|for) (?!the (?:last|past)|last|past)([a-z][\w -]*?))?(?= (?:over|in|during|for|the|within|right)\b|[,?.(]|$)|\b(?:average|avg|mean|typical) ([a-z]+) (?:value|worth)(?=\s*[,?.(]|$| (?:over|in|during|within|right|for)\b)/;
const AVERAGE_VALUE =
  /\b(?:average|avg|mean|typical) (?:[a-z]+ )?(?:value|amount|worth|revenue|spend|price)(?: in (?:[a-z]+|\$|€|£))? (?:of|per|for) (?!the (?:last|past)|last|past)(?:an? |each |one |every )?([a-z][\w -]*?)(?= (?:over|in|during|for|the|within|right)\b|[,?.(]|$)|\b(?:how (?:much|many) [a-z]+|what) (?:does|did|do) (?:an? average |the average |an? typical )?(?:an? |each |one |every )?([a-z][\w -]*?) bring in\b|\bwhat (?:is|was|are|were) (?:an? |each |the )?(?:average )?([a-z][\w -]*?) worth\b/;
const MONEY = /revenue|amount|value|dollars|euros?|usd|eur|gbp|price|sales|spend/;

/** Only what came to a good end brought money. */
function paid(things: Binding, ground: Ground): Binding {
  if (things.outcome || things.filters.some(({ label }) => isOutcomeLabel(label))) return things;
  const outcome = outcomeMatcher('success', things.measure, ground, '');
  return outcome ? { ...things, outcome } : things;
}

/** "average value of a completed order": the counter of money of the same program over the counter of the things. */
export function composeAverageValue(
  understanding: Understanding,
  ground: Ground,
  now: number,
): { readonly composed: Composed; readonly binding: Binding } | undefined {
  const match = AVERAGE_VALUE.exec(understanding.question);
  const named = / per /.test(understanding.question) ? undefined : AVERAGE_OF.exec(understanding.question);
  const phrase = match?.[1] ?? match?.[2] ?? match?.[3] ?? named?.[2] ?? named?.[1] ?? named?.[3];
  if (phrase === undefined) return undefined;
  const things = findCandidates(understand(phrase, now), ground).bindings.find(
    ({ measure, score }) => measure.kind === 'counter' && score >= LEAST_SCORE,
  );
  const program = things?.measure.metrics[0]?.split('_')[0];
  const money = ground.measures.find(
    ({ kind, family }) =>
      kind === 'counter' && family !== undefined && family.split('_')[0] === program && MONEY.test(family),
  );
  if (!things || !money) return undefined;
  const part = readSide(
    { ...things, measure: money, filters: things.filters.filter(({ label }) => money.labels.has(label)) },
    ONE_NUMBER,
    understanding,
    ground,
  );
  const whole = readSide(paid(things, ground), ONE_NUMBER, understanding, ground);
  if (!part || !whole) return undefined;
  const words = `${money.title} per ${things.measure.title}`;
  return {
    binding: things,
    composed: {
      expr: build.binary('/', part.expr, operand(whole.expr)),
      unit: money.unit,
      kind: 'instant',
      words,
      others: [],
    },
  };
}
