import { asksTimeUntil } from './future.ts';
import type { MaskedText } from './masked-text.ts';
import { NUMBER, numberValue } from './numbers.ts';
import { findUnit, UNIT, type WrittenUnit } from './units.ts';

/** "when will memory reach 1 GB": the amount that is waited for. */
export interface Target {
  readonly value: number;
  readonly unit?: WrittenUnit;
}

const REACHES = new RegExp(
  `\\b(?:reach(?:es)?|hits?|gets? to|grows? to|climbs? to|rises? to|gets? (?:above|over|past)|exceeds?|pass(?:es)?|cross(?:es)?|is (?:above|over)) (?:the )?${NUMBER}\\s*(${UNIT})?(?=$|[\\s,.?!])`,
);
const WHEN = /\bwhen (?:will|does|do|is|are|would)\b/;

/** Takes the amount, where the time until it is asked; a share of a limit is read as that. */
export function takeTarget(text: MaskedText): Target | undefined {
  if (!asksTimeUntil(text.original) && !WHEN.test(text.original)) return undefined;
  const match = REACHES.exec(text.rest());
  const unit = match?.[2] === undefined ? undefined : findUnit(match[2]);
  if (!match?.[1] || unit?.base === 'percent' || unit?.base === 'ratio' || unit?.base === 'seconds') return undefined;
  text.mask(match.index, match.index + match[0].length);
  return { value: numberValue(match[1]), ...(unit && { unit }) };
}
