import type { Binding } from '../ground/binding.ts';
import { SHARE_WORD, speaksOfShare } from '../understand/share-words.ts';
import type { Understanding } from '../understand/understand.ts';

const OUTCOME_RATE =
  /\b(?:error|failure|success|fault|decline|rejection|abandonment|timeout|4xx|5xx|miss|hit|fail|conversion|drop|retry|cancel\w*)[ -](?:rate|rates)\b|\brate of (?:errors|failures|failed)\b/;

const SHARE_OF = new RegExp(`(?:\\b${SHARE_WORD}|%) of\\b`);

/** "error rate", "share of", "in percent": one part over the whole. */
export function wantsFraction(understanding: Understanding): boolean {
  if (understanding.errorBudget) return true;
  const { askedUnit, question, shape, threshold, time } = understanding;
  if (shape.perSeconds !== undefined) return false;
  // "compared to yesterday (ratio)": the two moments are divided.
  if (time.comparison && !SHARE_OF.test(question)) return OUTCOME_RATE.test(question);
  if (askedUnit?.base === 'percent' || askedUnit?.base === 'ratio') return true;
  if (threshold?.unit?.base === 'percent' || threshold?.fraction) return true;
  if (threshold?.unit?.base === 'seconds' && /\bhow (?:much|many) of\b/.test(question)) return true;
  return speaksOfShare(question) || /\b(?:availability|part of)\b/.test(question) || OUTCOME_RATE.test(question);
}

const RATE =
  /\b(?:rates?(?![ -]limit)|throughput|bandwidth|per second|per sec|rps|qps|iops|speed|frequency|how fast|utili[sz]ation|usage)\b/;

/** Whether a number of events is asked, rather than their rate. */
export function isCounting({ measure }: Binding, understanding: Understanding, fraction: boolean): boolean {
  const { shape, time, question } = understanding;
  if (fraction || shape.perSeconds !== undefined || time.plot || RATE.test(question)) return false;
  // Of a distribution of seconds, "how many" asks for what was measured and not for the seconds.
  const isDistribution = measure.kind === 'histogram' || measure.kind === 'summary';
  if (isDistribution && shape.howMany && measure.unit === 'seconds') return true;
  if (measure.unit === 'seconds' || measure.unit === 'ratio') return false;
  // So many of one per one of the other, whatever the period.
  if (measure.expr.type === 'Binary' && measure.expr.op === '/' && time.lookback === undefined) return false;
  if (measure.holds !== undefined) return true;
  return time.lookback !== undefined || time.smoothing !== undefined || shape.howMany;
}

/** "unready pods per namespace", "targets down by job": how many of each, as no statement holds of a group. */
export function countsByGroup({ measure, groups }: Binding, { shape, threshold }: Understanding): boolean {
  const { holds, keys, labels } = measure;
  const entity = keys ? keys.at(-1) : ['instance'].find((label) => labels.has(label));
  if (holds === undefined || entity === undefined || shape.entities || threshold) return false;
  return groups.length > 0 && !groups.includes(entity);
}

const NUMBER_OF = /\b(?:throughput|requests? rate|rate of|how many|number of|rps|qps|traffic)\b/;

/** Of a distribution, how many there were rather than how they are distributed. */
export function asksNumber(question: string): boolean {
  return NUMBER_OF.test(question);
}
