import { type Understanding, understand } from '../understand/understand.ts';
import type { Staged } from './stage-log.ts';

/** Reads the form of the question; needs no catalog. `now` is Unix seconds. */
export function understandStage({
  question,
  now,
}: {
  readonly question: string;
  readonly now: number;
}): Staged<Understanding> {
  const understanding = understand(question, now);
  return { result: understanding, summary: summarise(understanding) };
}

function summarise({ shape, time, threshold, words }: Understanding): string {
  const parts = [words.replace(/\s+/g, ' ').trim().slice(0, 80)];
  if (shape.percentiles[0] !== undefined) parts.push(`p${Math.round(shape.percentiles[0] * 1000) / 10}`);
  if (shape.groupings.length > 0) parts.push(`by ${shape.groupings.join(', ')}`);
  if (shape.ranking !== undefined) parts.push(`${shape.ranking.direction} ${shape.ranking.count}`);
  if (threshold !== undefined) parts.push(`${threshold.operator} ${threshold.value}`);
  if (time.comparison !== undefined) parts.push('compared to earlier');
  if (time.plot) parts.push('over time');
  return parts.filter((part) => part !== '').join(' · ') || 'read the question';
}
