import { build, type Expr, isComparison } from '@locum/promql';
import type { CatalogSnapshot } from '../../../catalog/index.ts';
import type { Binding } from '../ground/binding.ts';
import { SHARE_WORD } from '../understand/share-words.ts';
import type { Understanding } from '../understand/understand.ts';
import { aggregateAcross } from './aggregate-across.ts';
import { comparePast } from './compare.ts';
import { composeForecast } from './compose-forecast.ts';
import type { Composed, Composition, Valued } from './composed.ts';
import { convert, sinceNow } from './convert.ts';
import { countEntities, rankByNumber } from './count-entities.ts';
import { countsByGroup } from './counting.ts';
import { decide } from './decide.ts';
import { ofErrorBudget, wordsOfBudget } from './error-budget.ts';
import { asAmountGrown, grow } from './growth.ts';
import { countsNothing } from './none-counted.ts';
import { lastingStatement, overTime } from './over-time.ts';
import { rank } from './rank.ts';
import { readMeasure } from './read-measure.ts';
import { isUnreadable, type Reading, type Unreadable } from './reading.ts';
import { restrict } from './restrict.ts';
import { isTargetLabel } from './selectors.ts';

/**
 * Puts the whole question around a measure: window, comparison, forecast, threshold, ranking and aggregation. `others`: the same
 * of programs that record it under other metrics, each by the same labels; those that cannot be read alike are left out.
 */
export function compose(
  binding: Binding,
  understanding: Understanding,
  snapshot: CatalogSnapshot,
  others: readonly Binding[] = [],
): Composed | Unreadable {
  const told = withoutCount(binding, understanding);
  if (told) return compose(told, understanding, snapshot, others);
  const grown = asAmountGrown(binding, understanding);
  if (grown) return compose(grown, understanding, snapshot, others);
  const lasting = lastingStatement(binding, understanding);
  if (lasting) return compose(binding, lasting, snapshot, others);
  if (!understanding.shape.howMany && countsByGroup(binding, understanding))
    return compose(binding, { ...understanding, shape: { ...understanding.shape, howMany: true } }, snapshot, others);
  const decision = decide(binding, understanding, snapshot);
  const composition = { binding, understanding, decision };
  if (understanding.target) return composeForecast(composition) ?? noForecast(binding);
  const special =
    others.length === 0 && (countEntities(composition) ?? rankByNumber(composition) ?? composeForecast(composition));
  if (special) return special;
  const reading = readMeasure(decision.read);
  if (isUnreadable(reading)) return withoutFirst(binding, others, understanding, snapshot) ?? reading;
  const beside: Valued[] = [];
  const leftOut: Binding[] = [];
  for (const other of others) {
    const ofOther = { binding: other, understanding, decision: decide(other, understanding, snapshot) };
    const read = readMeasure(ofOther.decision.read);
    if (isUnreadable(read) || !isComparable(read, reading)) leftOut.push(other);
    else beside.push(valueByGroup(read, ofOther));
  }
  const composed = finish(reading, composition, beside);
  return isUnreadable(composed) || leftOut.length === 0 ? composed : { ...composed, leftOut };
}

/** The others alone, where the first of them cannot be read as asked. */
function withoutFirst(
  first: Binding,
  [next, ...others]: readonly Binding[],
  understanding: Understanding,
  snapshot: CatalogSnapshot,
): Composed | undefined {
  const composed = next && compose(next, understanding, snapshot, others);
  if (!composed || isUnreadable(composed)) return undefined;
  return { ...composed, leftOut: [first, ...(composed.leftOut ?? [])] };
}

/** Numbers that may stand in one result: of the same unit and of the same percentile. */
function isComparable(one: Reading, other: Reading): boolean {
  return (
    one.unit === other.unit &&
    one.perSecond === other.perSecond &&
    one.thresholdSpent === other.thresholdSpent &&
    one.percentile === other.percentile
  );
}

/** "when will requests exceed 100": what they are now would be another answer. */
function noForecast({ measure }: Binding): Unreadable {
  return { problem: `${measure.title} has no trend that tells when it gets there.`, isFinal: true };
}

/** What is deployed is told by how many run it. */
const OF_ITSELF = /^(?:git )?(?:commit|revision|sha|version)s?\b/;

/** "which redis is the primary" of a measure that only counts them: those that are counted. */
function withoutCount(binding: Binding, { shape, superlative }: Understanding): Binding | undefined {
  const { measure, entityLabel, groups } = binding;
  const isCount = measure.expr.type === 'Aggregate' && measure.expr.op === 'count';
  const isOther = measure.keys?.length === 0 || (entityLabel !== undefined && !measure.keys?.includes(entityLabel));
  if (
    !isCount ||
    !isOther ||
    groups.length > 0 ||
    measure.expr.type !== 'Aggregate' ||
    OF_ITSELF.test(shape.entityNoun ?? '') ||
    !shape.entities ||
    shape.howMany ||
    shape.ranking !== undefined ||
    superlative !== undefined
  )
    return undefined;
  if (measure.holds !== undefined || measure.expr.expr.type !== 'VectorSelector') return undefined;
  const { keys: _, ...rest } = measure;
  return { ...binding, measure: { ...rest, expr: measure.expr.expr, kind: 'gauge', unit: 'info' } };
}

/** How often something was so is a share. */
function unitOverTime({ unit }: Valued, { overTime: along }: Composition['decision']): string {
  return unit === 'bool' && along?.how === 'avg' ? 'ratio' : unit;
}

/** Nothing but the groups and what tells targets apart varies among the series. */
function isAlone({ binding, decision }: Composition): boolean {
  const { measure, filters } = binding;
  const { grouping, snapshot } = decision.read;
  const [metric] = measure.metrics;
  const facts = metric === undefined ? undefined : snapshot.metric(metric);
  if (grouping.kind === 'natural' || measure.kind !== 'gauge' || !facts) return false;
  const told = new Set([...grouping.labels, ...filters.filter(({ op }) => op === '=').map(({ label }) => label)]);
  const byInstance = told.has('instance') || told.has('pod');
  return [...facts.labels].every(
    ([label, { distinct }]) => distinct <= 1 || told.has(label) || (byInstance && isTargetLabel(label)),
  );
}

/** From the inside out: along time, against the past, across series, what is left of them, its unit, the first of them. */
function finish(reading: Reading, composition: Composition, beside: readonly Valued[]): Composed | Unreadable {
  const { understanding, decision } = composition;
  let value = valueByGroup(reading, composition);
  for (const { expr } of beside) value = { ...value, expr: build.binary('or', value.expr, expr) };
  const mismatch = reading.thresholdSpent ? undefined : unitMismatch(value.unit, composition);
  if (mismatch) return mismatch;
  if (!reading.thresholdSpent) value = restrict(value, composition);
  if (countsNothing(composition))
    value = { ...value, expr: build.binary('or', value.expr, build.call('vector', build.number(0))) };
  const converted = convert(value, reading.perSecond, composition);
  if (understanding.shape.ranking && understanding.shape.ranking.count > 1 && isOneNumber(converted.expr))
    return nothingToRank(composition);
  if (isNoShare(composition, converted)) return noShare(composition);
  const isUnconverted = converted.unit === value.unit;
  return {
    expr: rank(converted.expr, composition),
    unit: reading.perSecond && isUnconverted ? `${value.unit}_per_second` : converted.unit,
    kind: decision.kind,
    words: understanding.errorBudget ? `${reading.words}: ${wordsOfBudget(understanding.errorBudget)}` : reading.words,
    others: reading.others,
    windowSeconds: decision.windowSeconds,
    ...(decision.rangeSeconds !== undefined && { rangeSeconds: decision.rangeSeconds }),
  };
}

/** All series merged to one. */
function isOneNumber(expr: Expr): boolean {
  switch (expr.type) {
    case 'Aggregate':
      return expr.grouping === undefined && !/^(?:topk|bottomk|count_values)$/.test(expr.op);
    case 'Binary':
      return [expr.left, expr.right].every((side) => side.type === 'NumberLiteral' || isOneNumber(side));
    case 'Paren':
      return isOneNumber(expr.expr);
    default:
      return false;
  }
}

const SHARES = /ratio|percent|factor/;

/** "searches without a result, as a share" of what is only counted: the count would be another answer. */
function isNoShare({ binding: { measure }, understanding, decision }: Composition, { unit, expr }: Valued): boolean {
  const { core, time } = understanding;
  const isCompared = expr.type === 'Binary' && isComparison(expr.op);
  if (measure.kind !== 'counter' || time.comparison || isCompared || decision.growth) return false;
  return SAYS_SHARE.test(core) && !SHARES.test(unit) && measure.unit !== 'seconds';
}

const SAYS_SHARE = new RegExp(`\\b(?:as (?:an? )?|what |which )(?:${SHARE_WORD})\\b(?! of (?:its|their))`);

function noShare({ binding: { measure } }: Composition): Unreadable {
  return { problem: `${measure.title} is counted here, and nothing tells what it would be a share of.` };
}

function nothingToRank({ binding: { measure }, understanding }: Composition): Unreadable {
  const things = understanding.shape.entityNoun ?? 'things';
  return { problem: `${measure.title} is one number here and not told apart by "${things}", so none can be ranked.` };
}

const TIME_UNIT = /second|minute|hour|day|timestamp/;
const SHARE_UNIT = /ratio|percent/;

/** "free bytes below 10 %", "firing for over an hour": compared as bare numbers, they would be wrong without a sign of it. */
function unitMismatch(unit: string, { binding, understanding }: Composition): Unreadable | undefined {
  const asked = understanding.threshold?.unit?.base;
  const isTimeless = asked === 'seconds' && !TIME_UNIT.test(unit);
  if (!isTimeless && (asked !== 'percent' || SHARE_UNIT.test(unit))) return undefined;
  const { title } = binding.measure;
  return { problem: `${title} is no ${isTimeless ? 'time' : 'share'}, so it cannot be compared with one.` };
}

/** The value of each group, before anything picks among them. */
function valueByGroup(reading: Reading, composition: Composition): Valued {
  const { understanding, decision } = composition;
  let value: Valued = reading;
  if (decision.growth) value = { ...value, expr: grow(value.expr, decision.growth, understanding) };
  if (decision.overTime) {
    const along = overTime(value.expr, decision.overTime, isAlone(composition));
    value = { expr: along, unit: unitOverTime(value, decision) };
  }
  value = sinceNow(value, understanding);
  value = comparePast(value, composition);
  value = aggregateAcross(value, composition);
  return ofErrorBudget(value, understanding);
}
