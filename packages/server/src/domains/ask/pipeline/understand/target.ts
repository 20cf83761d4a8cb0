import { asksTimeUntil } from './future.ts';
import type { MaskedText } from './masked-text.ts';
import { NUMBER, numberValue } from './numbers.ts';
import { findUnit, UNIT, type WrittenUnit } from './units.ts';

/** "when will memory reach 1 GB": the amount that is waited for. */
export interface Target {
  readonly value: number;
  readonly unit?: WrittenUnit;
  /** From which side it is reached, where that is said. */
  readonly from?: 'below' | 'above';
}

const RISES = '(?:grows?|climbs?|rises?|goes|go|gets?) (?:up )?(?:to|above|over|past)|exceeds?|is (?:above|over)';
const FALLS =
  '(?:falls?|drops?|sinks?|shrinks?|declines?|goes|go|gets?|is) (?:down )?(?:below|under|beneath)|(?:falls?|drops?|sinks?|shrinks?|goes down|go down) to';
const REACHES = new RegExp(
  `\\b(?:(${FALLS})|(${RISES})|reach(?:es)?|hits?|gets? to|pass(?:es)?|cross(?:es)?) (?:the )?${NUMBER}\\s*(${UNIT})?(?=$|[\\s,.?!])`,
);
const WHEN = /\bwhen (?:will|does|do|is|are|would)\b/;

/** Takes the amount, where the time until it is asked; a share of a limit is read as that. */
export function takeTarget(text: MaskedText): Target | undefined {
  if (!asksTimeUntil(text.original) && !WHEN.test(text.original)) return undefined;
  const match = REACHES.exec(text.rest());
  const [whole, falls, rises, number, unitText] = match ?? [];
  const unit = unitText === undefined ? undefined : findUnit(unitText);
  if (!match || whole === undefined || number === undefined) return undefined;
  if (unit?.base === 'percent' || unit?.base === 'ratio' || unit?.base === 'seconds') return undefined;
  text.mask(match.index, match.index + whole.length);
  const from = falls === undefined ? (rises === undefined ? undefined : 'below') : 'above';
  return { value: numberValue(number), ...(unit && { unit }), ...(from && { from }) };
}
