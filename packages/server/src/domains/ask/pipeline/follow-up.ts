import type { CatalogSnapshot } from '../../catalog/index.ts';
import { type Entity, findEntities, findMisspelled } from './follow-up/entities.ts';
import { takeGrouping, takePieces, withPercentile } from './follow-up/pieces.ts';
import { cutPlaces, mergePlaces, placeWords, replacePlaces } from './follow-up/places.ts';
import { createMaskedText, normaliseQuestion } from './understand/masked-text.ts';
import { takeTimePhrases } from './understand/time-phrases.ts';

export interface FollowUpInput {
  /** What was asked before, itself merged when it was a follow-up. */
  readonly previous: string;
  readonly followUp: string;
  readonly snapshot: Pick<CatalogSnapshot, 'services' | 'findLabelValue'>;
  /** Unix seconds. */
  readonly now: number;
}

const CUE =
  /^(?:and|or|what about|how about|what if|same|the same|now|but|also|only|just|instead|then|ok|okay|again|for|in|on|of|by|per|since|over|during|yesterday|last|vs|versus|compared|without|except|excluding|top|bottom|as|split|broken|group(?:ed)?)\b/;
const ALONE =
  /^(?:what(?:'s|s| is| are| was| were)\b|how (?:many|much|long|full|fast|often|is|are)\b|which\b|who\b|when\b|where\b|is\b|are\b|do\b|does\b|did\b|has\b|have\b|show\b|list\b|plot\b|graph\b|give\b|find\b|count\b|any\b)/;
const FILLERS =
  /\b(?:and|or|what|about|how|if|same|the|a|an|now|but|also|only|just|instead|then|ok|okay|again|for|in|on|of|to|at|please|it|that|this|them|those|with|use|make|do|is|are|me|show|give|thing|one|question|service|compared|vs|versus|rather|than)\b/g;

/**
 * A question that continues another one, written out: "and for auth?" after "p95 latency of checkout" becomes "p95 latency of
 * auth". Changes place, percentile, grouping, time, ranking or unit, and else what is measured. Null when it stands alone.
 */
export function mergeFollowUp({ previous, followUp, snapshot, now }: FollowUpInput): string | null {
  const text = normaliseQuestion(followUp).replace(/[?!.]+$/, '');
  const base = splitBase(previous, snapshot, now);
  if (ALONE.test(text) && REFERENCE.test(text)) return resolveReference(text, base);
  const entities = findEntities(text, snapshot);
  const withoutEntities = cutPlaces(text, entities);
  const pieces = takePieces(withoutEntities, now);
  const measure = contentOf(pieces.rest);
  const length = measure === '' ? 0 : measure.split(' ').length;
  if (!CUE.test(text) && (length > 2 || (length > 0 && ALONE.test(text)))) return null;
  if (measure !== '')
    return joinWords([
      pieces.ranking,
      pieces.percentile,
      measure,
      placeWords(mergePlaces(base.places, entities)),
      pieces.grouping ?? base.grouping,
      pieces.time ?? base.time,
      pieces.unit,
    ]);
  // What is not changed stays where it stands.
  const kept = keptWords(base, { isTimed: pieces.time !== undefined, isGrouped: pieces.grouping !== undefined });
  const words = replacePlaces(kept, base.places, entities);
  const changed = pieces.percentile === undefined ? words : withPercentile(words, pieces.percentile);
  return joinWords([pieces.ranking, changed, pieces.grouping, pieces.time, pieces.unit]);
}

/** "is it above 500 ms?" */
const REFERENCE = /\b(?:it|that|this|those|them)\b/;

function resolveReference(text: string, base: Base): string {
  return text.replace(REFERENCE, () => base.text);
}

function contentOf(rest: string): string {
  return rest
    .replace(FILLERS, ' ')
    .replace(/[^\p{L}\p{N}/_.%-]+/gu, ' ')
    .trim();
}

function joinWords(parts: readonly (string | undefined)[]): string {
  return parts
    .filter((part) => part !== undefined && part !== '')
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}

interface Base {
  readonly text: string;
  /** The text with blanks where it speaks of time. */
  readonly timeless: string;
  readonly time?: string | undefined;
  readonly grouping?: string | undefined;
  readonly places: readonly Entity[];
}

function splitBase(previous: string, snapshot: FollowUpInput['snapshot'], now: number): Base {
  const text = normaliseQuestion(previous).replace(/[?!.]+$/, '');
  const masked = createMaskedText(text);
  takeTimePhrases(masked, now);
  const timeless = masked.rest();
  const time = [...text].map((char, index) => (timeless[index] === ' ' ? char : ' ')).join('');
  const { grouping, rest } = takeGrouping(timeless);
  const places = findEntities(rest, snapshot);
  return {
    text,
    timeless,
    time: time.replace(/\s+/g, ' ').trim() || undefined,
    grouping,
    places: places.length > 0 ? places : findMisspelled(rest, snapshot),
  };
}

function keptWords(base: Base, { isTimed, isGrouped }: { isTimed: boolean; isGrouped: boolean }): string {
  const untimed = isTimed ? base.timeless : base.text;
  const kept = isGrouped ? takeGrouping(untimed).rest : untimed;
  return kept
    .replace(/\s+/g, ' ')
    .replace(/ (?:of|for|in|on|over|during|from|since)\s*$/, '')
    .trim();
}
