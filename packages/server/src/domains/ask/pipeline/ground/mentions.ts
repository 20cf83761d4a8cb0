import type { ServiceIdentity } from '../../../catalog/index.ts';
import { type Chunk, lookUp, type Names } from './mention-lookup.ts';
import type { ValueIndex, ValuePlace } from './values.ts';

/** Words of a question that name a thing of this installation: a label value or a service. Offsets into the question. */
export interface Mention {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly places: readonly ValuePlace[];
  readonly service?: ServiceIdentity;
  /** Found by spelling correction: what it was read as. */
  readonly corrected?: string;
  /** The beginning of a version: all that begin so are meant. */
  readonly isVersion?: true;
  /** Too particular to be anything but a name (has digits, slashes, hyphens, or was quoted). */
  readonly specific: boolean;
}

/** What stands between spaces and brackets; quotes were taken before. */
export const CHUNK = /[^\s,;?!()"'[\]{}]+/g;
const MAX_CHUNKS = 4;

/** Finds mentions, the longest first; overlapping shorter ones are dropped. */
export function findMentions(
  words: string,
  literals: readonly string[],
  services: ReadonlyMap<string, ServiceIdentity>,
  values: ValueIndex,
): Mention[] {
  const names: Names = { words, services, values };
  const chunks = chunksOf(words, values);
  const found: Mention[] = [];
  const taken = new Set<number>();
  for (let size = Math.min(MAX_CHUNKS, chunks.length); size >= 1; size -= 1) {
    for (let i = 0; i + size <= chunks.length; i += 1) {
      const span = chunks.slice(i, i + size);
      if (span.some((_, offset) => taken.has(i + offset)) || isGapped(span)) continue;
      const mention = lookUp(span, names);
      if (!mention) continue;
      found.push(mention);
      for (let k = 0; k < size; k += 1) taken.add(i + k);
    }
  }
  for (const literal of literals) {
    const places = values.find(literal);
    if (places.length > 0) found.push({ text: literal, start: -1, end: -1, places, specific: true });
  }
  return found.sort((a, b) => a.start - b.start);
}

function chunksOf(words: string, values: ValueIndex): Chunk[] {
  return [...words.matchAll(CHUNK)]
    .flatMap((match) => splitAlternatives({ text: match[0], start: match.index }, values))
    .map(({ text, start }) => {
      const trimmed = text.replace(/[.:]+$/, '').replace(/^[.:]+/, '');
      return { text: trimmed, start, end: start + trimmed.length };
    })
    .filter((chunk) => /[\p{L}\p{N}/*]/u.test(chunk.text));
}

/** "adyen/stripe/paypal" is three words where a path is one. */
function splitAlternatives(
  whole: { text: string; start: number },
  values: ValueIndex,
): { text: string; start: number }[] {
  if (!/^[^/]+(?:\/[^/]+)+$/.test(whole.text) || values.find(whole.text).length > 0) return [whole];
  let { start } = whole;
  return whole.text.split('/').map((text) => {
    const part = { text, start };
    start += text.length + 1;
    return part;
  });
}

/** Chunks with something understood between them do not belong together. */
function isGapped(span: readonly Chunk[]): boolean {
  return span.some((chunk, i) => {
    const next = span[i + 1];
    return next !== undefined && next.start - chunk.end > 1;
  });
}
