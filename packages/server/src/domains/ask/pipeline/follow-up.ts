import type { CatalogSnapshot } from '../../catalog/index.ts';
import { type Entity, findEntities } from './follow-up/entities.ts';
import { takeGrouping, takePieces } from './follow-up/pieces.ts';
import { nearestOf } from './nearest.ts';
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
  const withoutEntities = entities.reduce((rest, { text: name }) => cutWord(rest, name), text);
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

function mergePlaces(old: readonly Entity[], added: readonly Entity[]): readonly Entity[] {
  return [...old.filter(({ label }) => !added.some((entity) => entity.label === label)), ...added];
}

function placeWords(places: readonly Entity[]): string {
  return places.length === 0 ? '' : ` of ${places.map(({ text }) => text).join(' ')}`;
}

/** Puts the new places where the old ones of their kind stood, however those were spelled. */
function replacePlaces(words: string, old: readonly Entity[], added: readonly Entity[]): string {
  const kinds = Map.groupBy(added, ({ label }) => label);
  return [...kinds].reduce((text, [label, entities]) => {
    const names = entities.map((entity) => entity.text).join(' and ');
    const known = old.find((entity) => entity.label === label)?.text;
    if (known === undefined) return `${text} for ${names}`;
    return text.replace(wholeWord(known), () => names);
  }, words);
}

/** The word that was meant to be a service: "chekout". */
function findMisspelled(text: string, { services }: FollowUpInput['snapshot']): Entity[] {
  const names = services.map(({ name }) => name.toLowerCase());
  const words = text.split(/\s+/).filter((word) => word.length >= 4);
  const word = words.find((candidate) => names.some((name) => isClose(candidate, name)));
  return word === undefined ? [] : [{ text: word, label: 'service' }];
}

function isClose(word: string, name: string): boolean {
  if (word[0] !== name[0] || Math.abs(name.length - word.length) > 1) return false;
  return [...name].filter((letter) => !word.includes(letter)).length <= 1 && nearestOf(word, [name], 1).length > 0;
}

const PERCENTILE =
  /\b(?:p\d{1,2}(?:\.\d+)?|p999|p100|\d{1,2}(?:st|nd|rd|th) percentile|median|average|avg|mean|max(?:imum)?|min(?:imum)?)\b(?: of)?/;

function withPercentile(words: string, percentile: string): string {
  return PERCENTILE.test(words) ? words.replace(PERCENTILE, percentile) : `${percentile} of ${words}`;
}

function cutWord(text: string, word: string): string {
  return text.replace(wholeWord(word), ' ');
}

function wholeWord(word: string): RegExp {
  return new RegExp(`(?<![\\w-])${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`);
}
