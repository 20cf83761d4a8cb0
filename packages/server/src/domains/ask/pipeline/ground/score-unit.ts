import { isAge, type Measure } from './measure.ts';
import type { Question } from './question.ts';
import { WEIGHT } from './weights.ts';

/** Whether its unit is the one that the question wants. */
export function unitPoints({ understanding, traits, wish }: Question, measure: Measure, tellsOutcome: boolean): number {
  const { threshold, askedUnit, target } = understanding;
  const asked = askedUnit?.base ?? threshold?.unit?.base ?? target?.unit?.base;
  const isShare = measure.unit === 'ratio' || measure.unit === 'percent';
  let points = 0;
  if (understanding.relative) points += isShare ? WEIGHT.shareOfBound : WEIGHT.amountOfBound;
  else if (asked === 'percent' || asked === 'ratio' || threshold?.fraction || understanding.errorBudget)
    points += isShare
      ? WEIGHT.askedShare
      : tellsOutcome
        ? WEIGHT.shareOfOutcome
        : measure.kind === 'expression'
          ? WEIGHT.sumIsNoShare
          : WEIGHT.notAskedShare;
  else if (asked === 'bytes' || asked === 'bits')
    points += measure.unit === 'bytes' || measure.unit === 'bits' ? WEIGHT.askedBytes : WEIGHT.notAskedBytes;
  else if (asked === 'seconds' && (measure.unit === 'seconds' || measure.unit === 'timestamp'))
    points += WEIGHT.askedSeconds;
  const unit = threshold?.unit ?? askedUnit;
  if (unit && !fitsUnit(unit.base, measure, threshold !== undefined)) points += WEIGHT.otherUnit;
  else if (traits.asksMeanTime && !unit && !fitsUnit('seconds', measure, false)) points += WEIGHT.countOfTime;
  if (threshold && !threshold.unit && !threshold.fraction && isState(measure)) points += WEIGHT.numberOfState;
  if (traits.asksTimeSince) points += isAge(measure) ? WEIGHT.timeSinceIsAge : WEIGHT.timeSinceIsNoAge;
  else if (traits.asksAge && measure.unit === 'timestamp') points += WEIGHT.ageIsTimestamp;
  if (traits.asksStale && ['lag', 'age', 'stale', 'behind'].some((stem) => measure.nameStems.has(stem)))
    points += WEIGHT.staleIsLag;
  if (traits.asksTimeSpent && measure.unit === 'seconds') points += WEIGHT.timeSpent;
  if (traits.saysBytes && measure.unit === 'bytes') points += WEIGHT.saysBytes;
  if (isShare && threshold && isOpposite(understanding.question, measure)) points += WEIGHT.opposite;
  if (traits.asksFullness && isShare) points += WEIGHT.fullnessIsShare;
  if (wish && isShare && !asked && !traits.comparesOutcomes) points += WEIGHT.outcomesAreCounted;
  if (wish && understanding.shape.perSeconds !== undefined && isShare && !asked) points += WEIGHT.rateIsNoShare;
  if (traits.asksAmount && isShare && !asked) points += WEIGHT.amountIsNoShare;
  if (
    isShare &&
    measure.origin === 'derived' &&
    !asked &&
    !understanding.relative &&
    IN_USE.test(understanding.question)
  )
    points += WEIGHT.inUseIsNoShare;
  return points;
}

/** "connections in use" are counted, where "usage" is how full it is. */
const IN_USE = /\b(?:in use|active)\b/;
const TAKEN = /\b(?:used|full|in use|occupied|consumed|taken|gone|utili[sz]ed)\b/;
const FREE = /\b(?:free|left|available|avail|remaining|unused|spare)\b/;

/** "over 90 % used" of what tells the share that is free, and the other way round. */
function isOpposite(question: string, { title }: Measure): boolean {
  const [taken, free] = [TAKEN.test(question), FREE.test(question)];
  if (taken === free) return false;
  return taken ? FREE.test(title) : /\b(?:usage|used|utili[sz]ation)\b/.test(title);
}

/** Its values are 0 and 1, or 1 alone. */
function isState({ unit, metrics, expr }: Measure): boolean {
  return unit === 'bool' || (expr.type === 'VectorSelector' && metrics.every((name) => name.endsWith('_info')));
}

/** What holds or not may hold for so long. */
function fitsUnit(base: string, { unit, kind, holds }: Measure, isBound: boolean): boolean {
  if (base === 'seconds')
    return unit === 'seconds' || unit === 'timestamp' || kind === 'histogram' || (isBound && holds !== undefined);
  return base !== 'bytes' || unit === 'bytes' || kind === 'histogram';
}
