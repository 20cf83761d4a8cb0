import type { Expr } from '@locum/promql';
import { speaksOfRunningOut } from '../understand/future.ts';
import { type Measure, namesPercentile } from './measure.ts';
import type { Question } from './question.ts';
import { findResource } from './resource.ts';
import { WEIGHT } from './weights.ts';

/** Whether it can be read in the form that the question asks for. */
export function formPoints({ understanding, traits }: Question, measure: Measure): number {
  const { threshold, shape, time, askedUnit, target } = understanding;
  let points = 0;
  const runsOut = time.timeUntil || (time.forecast && speaksOfResource(understanding.question));
  // An amount that is said needs no limit.
  if (target) points += measure.unit === 'ratio' || measure.unit === 'percent' ? WEIGHT.notAskedBytes : 0;
  else if (runsOut || time.forecast) points += runsOut ? resourcePoints(measure) : Math.min(0, resourcePoints(measure));
  if (shape.percentiles.length > 0)
    points +=
      measure.kind === 'histogram' || measure.kind === 'summary' || namesPercentile(measure, shape.percentiles)
        ? WEIGHT.distribution
        : WEIGHT.noDistribution;
  if (traits.comparesAmounts && !threshold && shape.entities)
    points += measure.holds ? WEIGHT.comparesAmounts : WEIGHT.comparesNothing;
  const isShareBelow =
    threshold?.unit?.base === 'seconds' &&
    ['percent', 'ratio', 'seconds'].includes(askedUnit?.base ?? 'seconds') &&
    traits.wantsShare;
  if (isShareBelow) points += measure.kind === 'histogram' ? WEIGHT.buckets : WEIGHT.noBuckets;
  if (measure.holds) {
    const isAsked = shape.entities || traits.asksYesOrNo;
    if (time.horizon !== undefined) points += WEIGHT.statementWithHorizon;
    points += threshold ? WEIGHT.statementWithNumber : isAsked ? WEIGHT.statementAsked : WEIGHT.statementUnasked;
  }
  return points;
}

/** What fills, is left or has a limit, beside what runs out. */
function speaksOfResource(question: string): boolean {
  return speaksOfRunningOut(question) || /\b(?:fill\w*|out of|limits?|left)\b/.test(question);
}

/** "expiry - time()". */
function isTimeLeft(expr: Expr): boolean {
  return expr.type === 'Binary' && expr.right.type === 'Call' && expr.right.func === 'time';
}

function resourcePoints(measure: Measure): number {
  if (isTimeLeft(measure.expr) || (measure.kind === 'expression' && measure.unit === 'seconds')) return 0;
  const resource = measure.unit === 'seconds' ? undefined : findResource(measure.expr);
  if (!resource) return WEIGHT.cannotRunOut;
  if (resource.free ?? resource.limit) return WEIGHT.canRunOut;
  return /limit|max|capacity|size|total/.test(resource.used?.name ?? '') ? WEIGHT.limitAlone : 0;
}
