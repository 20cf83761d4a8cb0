import { build, type Expr, isComparison, print } from '@locum/promql';
import type { Binding } from '../ground/binding.ts';
import { isAge } from '../ground/measure.ts';
import { speaksOfShare } from '../understand/share-words.ts';
import type { Understanding } from '../understand/understand.ts';
import { byGroups, type Composition, isGaugeLike, type Valued } from './composed.ts';
import {
  applyCondition,
  asksOfOne,
  type Condition,
  conditionOf,
  isDenied,
  isNever,
  opposite,
  parseHolds,
} from './conditions.ts';
import { readMeasure } from './read-measure.ts';
import { isUnreadable } from './reading.ts';
import { isCounter } from './selectors.ts';

/** Applies the threshold, or what makes the statement true; counts what remains when a number was asked. */
export function restrict(value: Valued, composition: Composition): Valued {
  const { binding, understanding, decision } = composition;
  const own = conditionOf(understanding, value.unit);
  const holds = own ? undefined : statement(composition);
  const had = own || holds ? undefined : countedByHaving(value, composition);
  const condition = own ?? soon(composition) ?? holds ?? had ?? somethingOrNot(value, composition);
  if (!condition) return countInfo(value, composition);
  if (countsItself(binding, understanding)) return value;
  const expr = thereBefore(applyCondition(value.expr, condition), composition);
  const by = byGroups(binding);
  if (holds && decision.read.wantsFraction && !isOfLimit(understanding)) {
    const share = build.binary('/', build.aggregate('count', expr, by), build.aggregate('count', value.expr, by));
    return { expr: share, unit: 'ratio' };
  }
  if (
    !understanding.shape.howMany ||
    understanding.shape.perSeconds !== undefined ||
    (!had && isCountedThing(binding, understanding))
  )
    return { ...value, expr };
  const counted = build.aggregate('count', expr, by);
  // Of none, the number is zero and not nothing.
  return { expr: by ? counted : build.binary('or', counted, build.call('vector', build.number(0))), unit: 'count' };
}

/** "pending for more than 15 minutes": what came later has not been anything for so long. */
function thereBefore(expr: Expr, { understanding, decision }: Composition): Expr {
  const { lasting } = understanding;
  const before = lasting === undefined ? undefined : readMeasure({ ...decision.read, offsetMs: lasting * 1000 });
  return before === undefined || isUnreadable(before) ? expr : build.binary('and', expr, before.expr);
}

/** "pods close to their memory limit": those that are, and not what share of all pods they make. */
function isOfLimit({ relative, core }: Understanding): boolean {
  return relative && !speaksOfShare(core);
}

const HOW_MANY_HAVE =
  /\bhow many (?:(?!do |does |did )[\w-]+ ){1,3}?(?<!\b(?:we|you|i|they) )(?:have|has) (no |zero )?(?!been\b|per\b|in\b|on\b|by\b|with\b|more\b|less\b|fewer\b)\w/;

/** "how many services have errors", "how many vessels have no crew": the things are counted, not what they have. */
function countedByHaving({ unit }: Valued, { binding, understanding, decision }: Composition): Condition | undefined {
  const { shape, core } = understanding;
  if (!shape.howMany || binding.entityLabel === undefined || unit !== 'count' || decision.kind !== 'instant')
    return undefined;
  const counted = shape.entityNoun?.split(' ').at(-1)?.replace(/s$/, '');
  // "how many keys have no expiry" of a measure that counts those keys.
  if (counted !== undefined && binding.phrase.some((stem) => counted.startsWith(stem))) return undefined;
  const match = HOW_MANY_HAVE.exec(core);
  return match ? { op: match[1] === undefined ? '>' : '==', value: 0 } : undefined;
}

/** What makes the measure's statement true ("== 0" of "is down"), where it is asked of many. */
function statement({ binding, understanding, decision }: Composition): Condition | undefined {
  const { holds } = binding.measure;
  if (!holds || decision.kind !== 'instant' || asksOfOne(understanding)) return undefined;
  // "the nearest to its limit" is the first of all.
  if (picksOne(binding, understanding)) return undefined;
  const onlyNamed = understanding.shape.leadingOnly && binding.entityLabel === undefined;
  const condition = onlyNamed || isAmount(binding, understanding) ? undefined : parseHolds(holds);
  // "never open in the last day": at no time.
  const isOpposite = (decision.overTime && isNever(binding, understanding)) || isDenied(binding, understanding);
  return condition && isOpposite ? opposite(condition) : condition;
}

/** A superlative picks among values, and not among those of which it is true. */
export function picksOne({ measure }: Binding, { core, shape }: Understanding): boolean {
  return NEAREST.test(core) && shape.entities && !shape.howMany && measure.unit !== 'bool';
}

const NEAREST = /\b(?:nearest|closest|fullest|worst)\b/;

/** "threads waiting for a connection" wants their number, where "pools with threads waiting" and "is any" want those that have some. */
function isAmount({ measure, entityLabel, groups }: Binding, { shape, core }: Understanding): boolean {
  const isNumber = measure.unit === 'count' && measure.holds === '> 0' && measure.kind === 'gauge';
  const isAsked = shape.entities || shape.howMany || groups.length > 0 || entityLabel !== undefined;
  return isNumber && !isAsked && !YES_OR_NO.test(core);
}

const YES_OR_NO = /^(?:is|are|was|were|has|have|had|does|do|did)\b/;

const NOT_LATELY =
  /\b(?:not|never|no|hasnt|havent|wasnt|didnt|without|failed to)\b.*\b(?:in|within|during|over|for) (?:the |these )?(?:last|past|previous)\b/;

/** "certificates that expire within a week". */
function soon({ binding, understanding, decision }: Composition): Condition | undefined {
  const { horizon, lookback } = understanding.time;
  // "has not succeeded within the last 24 hours"
  if (lookback !== undefined && isAge(binding.measure) && NOT_LATELY.test(understanding.question))
    return { op: '>', value: lookback };
  const { unit, expr } = binding.measure;
  const isTimeLeft = expr.type === 'Binary' && expr.right.type === 'Call' && expr.right.func === 'time';
  const isMoment = (unit === 'timestamp' || isTimeLeft) && decision.kind === 'instant';
  return isMoment && horizon !== undefined ? { op: '<', value: horizon } : undefined;
}

const MORE_THAN = /\bmore (?:often |frequently )?(?:[\w-]+ ){0,3}?than\b/;

/** `a / (a + b)`: of "tables scanned more by sequence than by index", those above one half. */
function isMoreThanRest(expr: Expr): boolean {
  if (expr.type !== 'Binary' || expr.op !== '/') return false;
  const whole = expr.right.type === 'Paren' ? expr.right.expr : expr.right;
  return (
    whole.type === 'Binary' &&
    whole.op === '+' &&
    [whole.left, whole.right].some((part) => print(part) === print(expr.left))
  );
}

/** "pods that are dropping packets". */
const THOSE_DOING =
  /^(?:(?:which|any|the|all|list|show|show me) )?(?:[\w-]+ ){1,3}(?:that|which|who) (?:are|is|keep|keeps|get|gets) (?:\w+ing|being \w+)\b/;
const WHICH_DO = /^(?:which|what) (?!is\b|are\b|was\b|were\b)/;
/** "urls that do not use tls" are those with none of it. */
function somethingOrNot(value: Valued, composition: Composition): Condition | undefined {
  const condition = something(value, composition);
  return condition && isDenied(composition.binding, composition.understanding) ? opposite(condition) : condition;
}

const HAVING = /\b(?:any|which|what|that|where)\b.*\b(?:with|have|has|having|got|get|gets|answers?|shows?)\b/;

/** "which services have …" wants those of which there is some: events, things in a state, things that have it. */
function something({ expr, unit }: Valued, { binding, understanding, decision }: Composition): Condition | undefined {
  const { shape, superlative, question } = understanding;
  const isDone = expr.type === 'Binary' && isComparison(expr.op);
  if (isDone || !shape.entities || shape.howMany || shape.ranking || decision.kind !== 'instant') return undefined;
  const { measure } = binding;
  const happened =
    decision.read.counters === 'increase' &&
    !superlative &&
    binding.groups.length === 0 &&
    isCounter(measure.metrics[0], decision.read.snapshot);
  const doing =
    isCounter(measure.metrics[0], decision.read.snapshot) &&
    measure.kind === 'counter' &&
    binding.entityLabel !== undefined &&
    binding.groups.length === 0 &&
    !superlative &&
    THOSE_DOING.test(understanding.core);
  const changed =
    isGaugeLike(binding) &&
    !measure.holds &&
    unit === 'count' &&
    /^(?:changes|resets)\(/.test(measure.fact?.measure ?? '') &&
    !superlative;
  const inState = (unit === 'bool' && binding.entityLabel !== undefined) || hasStateFilter(binding);
  const isState = isGaugeLike(binding) && (unit === 'bool' || unit === 'count') && inState;
  const having = isGaugeLike(binding) && !measure.holds && unit === 'count' && !superlative && HAVING.test(question);
  // "which endpoints redirect": those with some of it.
  const some =
    isGaugeLike(binding) &&
    !measure.holds &&
    measure.kind === 'gauge' &&
    unit === 'count' &&
    !superlative &&
    binding.entityLabel !== undefined &&
    WHICH_DO.test(understanding.core);
  if (isMoreThanRest(measure.expr) && MORE_THAN.test(understanding.core)) return { op: '>', value: 0.5 };
  return some || happened || doing || changed || isState || having ? { op: '>', value: 0 } : undefined;
}

function hasStateFilter({ filters }: Binding): boolean {
  return filters.some(({ label }) => /^(?:phase|condition|reason|state|status)$/.test(label));
}

/** "how many threads are waiting": the measure counts the threads itself. */
function countsItself({ measure, entityLabel }: Binding, { shape, threshold }: Understanding): boolean {
  return (
    shape.howMany && !threshold && measure.unit === 'count' && entityLabel === undefined && measure.kind === 'gauge'
  );
}

/** "how many X … per Y above 5": X is what the measure counts, not the entities. */
function isCountedThing({ measure }: Binding, { threshold }: Understanding): boolean {
  return measure.kind === 'counter' && threshold === undefined && measure.holds === undefined;
}

/** "how many versions run": each series of an info or state metric stands for one thing. */
function countInfo(value: Valued, { binding, understanding, decision }: Composition): Valued {
  const { measure } = binding;
  const isInfo =
    value.unit === 'bool' || value.unit === 'info' || measure.metrics.every((metric) => metric.endsWith('_info'));
  const isPlain = measure.expr.type === 'VectorSelector' && decision.kind === 'instant';
  if (!understanding.shape.howMany || !isInfo || !isPlain) return value;
  const keys = measure.keys && measure.keys.length > 0 ? { kind: 'by' as const, labels: measure.keys } : undefined;
  return { expr: build.aggregate('count', value.expr, byGroups(binding) ?? keys), unit: 'count' };
}
