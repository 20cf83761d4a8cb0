import { build, type Expr } from '@locum/promql';
import type { Ranking } from '../understand/ranking.ts';
import type { Shape } from '../understand/shape.ts';
import { SUPERLATIVE, SUPERLATIVE_ADJECTIVE } from '../understand/superlatives.ts';
import { type Composition, isGaugeLike } from './composed.ts';
import { picksOne } from './restrict.ts';

/** "all of them, the slowest first": an order, not one. */
const WANTS_ALL =
  /\b(?:one value (?:for|per)|all of them|for each|each of|list all|show all|give me all|value for each|every one|them all|the value for|in order|ranked|sorted)\b/;

/** The first or last so many, or the extreme value alone. */
export function rank(expr: Expr, composition: Composition): Expr {
  const { shape, superlative, question } = composition.understanding;
  if (shape.ranking) return topOrBottom(expr, shape.ranking);
  if (shape.ordered && composition.decision.kind === 'instant') return build.call('sort_desc', expr);
  if (!superlative) return expr;
  if (!wantsOneThing(composition))
    return wantsOneValue(composition) ? build.aggregate(superlative.direction === 'top' ? 'max' : 'min', expr) : expr;
  const isReduced = WANTS_ALL.test(question) || composition.decision.overTime !== undefined;
  return isReduced ? expr : topOrBottom(expr, superlative);
}

/** "slowest redis command by mean time", but not "slowest commands". */
const STARTS_WITH_EXTREME = new RegExp(`^(?:\\W|show me |give me |the |our )*${SUPERLATIVE_ADJECTIVE} [a-z]`);

function startsWithOne({ entityNoun }: Shape, question: string): boolean {
  return entityNoun !== undefined && /(?:[^s]|ss|us)$/.test(entityNoun) && STARTS_WITH_EXTREME.test(question);
}

function topOrBottom(expr: Expr, { direction, count }: Ranking): Expr {
  return build.aggregate(direction === 'top' ? 'topk' : 'bottomk', expr, undefined, build.number(count));
}

const ASKS_ONE = new RegExp(
  `\\b(?:the (?:one|single) (?:[\\w-]+ )?(?:with|that has)|which|who|what(?:'s| is)? (?:the )?(?:\\w+ )?${SUPERLATIVE})\\b`,
);

const THE_ONE = /\bthe one (?:with|that has)\b/;

/** "which route is slowest" wants one; "max latency per route" does not. */
function wantsOneThing({ binding, understanding, decision }: Composition): boolean {
  if (decision.kind === 'range' || understanding.threshold) return false;
  if (binding.measure.holds && !picksOne(binding, understanding)) return false;
  const { shape, question } = understanding;
  const isOne = startsWithOne(shape, question) && binding.entityLabel !== undefined;
  if (!isOne && !ASKS_ONE.test(question)) return false;
  const hasThings = understanding.shape.entities || binding.groups.length > 0 || binding.entityLabel !== undefined;
  const { grouping } = decision.read;
  return hasThings || grouping.kind === 'natural' || (THE_ONE.test(question) && grouping.labels.length > 0);
}

const THE_EXTREME = new RegExp(`(?:\\bthe (?:\\w+ )?|^(?:\\W|show me |give me )*)${SUPERLATIVE_ADJECTIVE}\\b`);

/** "how long has the longest-standing alert …": the extreme value is the answer, not its entity. */
function wantsOneValue({ binding, understanding, decision }: Composition): boolean {
  const isWhole = decision.read.grouping.kind === 'natural' && binding.groups.length === 0;
  const isPlain = decision.kind === 'instant' && decision.overTime === undefined && !understanding.threshold;
  return (
    isWhole &&
    isPlain &&
    !understanding.shape.entities &&
    isGaugeLike(binding) &&
    THE_EXTREME.test(understanding.question)
  );
}
