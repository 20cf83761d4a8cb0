import type { CatalogSnapshot, ServiceIdentity } from '../../../catalog/index.ts';
import { withinEdits } from './edit-distance.ts';
import { isEveryday } from './everyday-words.ts';
import { foldValue, type ValueIndex, type ValuePlace } from './values.ts';

/** Words of a question that name a thing of this installation: a label value or a service. Offsets into the question. */
export interface Mention {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly places: readonly ValuePlace[];
  readonly service?: ServiceIdentity;
  /** Found by spelling correction: what it was read as. */
  readonly corrected?: string;
  /** Too particular to be anything but a name (has digits, slashes, hyphens, or was quoted). */
  readonly specific: boolean;
}

const CHUNK = /[^\s,;?!()"'[\]{}]+/g;
const MAX_CHUNKS = 4;
const COMMON = new Set([
  'the',
  'a',
  'an',
  'and',
  'or',
  'of',
  'in',
  'on',
  'to',
  'is',
  'are',
  'no',
  'not',
  'all',
  'any',
  'by',
  'per',
  'for',
  'with',
  'at',
  'up',
  'it',
  'be',
  'do',
  'has',
  'have',
  'from',
  'up',
  'out',
  'how',
  'many',
  'much',
  'what',
  'which',
  'get',
  'show',
  'me',
  'our',
  'now',
  'one',
  'than',
  'more',
  'less',
  'over',
  'true',
  'false',
  'none',
  'total',
  'rate',
  'number',
  'time',
  'last',
  'each',
  'every',
]);
const AFTER_THING =
  /\b(?:namespace|service|job|app|database|topic|container|pod|queue|pool|index|group|user|team|mode|state|phase|level|type) $/;
const BEFORE_THING = /^ (?:namespace|service|job|app|database|topic|pod|queue|pool|index|group|team|cluster)s?\b/;

/** Values that some label has somewhere, and that are words of form in a question. */
const DULL = new Set([
  'data',
  'info',
  'value',
  'type',
  'name',
  'state',
  'status',
  'total',
  'current',
  'process',
  'system',
  'other',
  'default',
  'count',
  'size',
  'number',
  'normal',
  'main',
  'test',
  'key',
  'keys',
  'set',
  'all',
  'any',
]);
const ALWAYS_VALUE = new Set(['get', '/']);

/** Finds mentions, the longest first; overlapping shorter ones are dropped. */
export function findMentions(
  words: string,
  literals: readonly string[],
  snapshot: CatalogSnapshot,
  values: ValueIndex,
): Mention[] {
  // A name that only containers have ("controller", "exporter") is a word before it is a service.
  const named = snapshot.services.filter((service) =>
    service.identifiedBy.some((identity) => identity.label !== 'container'),
  );
  const services = new Map(named.map((service) => [foldValue(service.name), service]));
  const chunks = splitAlternatives([...words.matchAll(CHUNK)], values)
    .map((match) => {
      const text = match.text.replace(/[.:]+$/, '').replace(/^[.:]+/, '');
      return { text, start: match.start, end: match.start + text.length };
    })
    .filter((chunk) => chunk.text !== '');
  const found: Mention[] = [];
  const taken = new Set<number>();
  for (let size = Math.min(MAX_CHUNKS, chunks.length); size >= 1; size -= 1) {
    for (let i = 0; i + size <= chunks.length; i += 1) {
      const span = chunks.slice(i, i + size);
      if (span.some((_, offset) => taken.has(i + offset))) continue;
      if (gapped(span)) continue;
      const mention = lookUp(span, words, services, values);
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

/** "adyen/stripe/paypal" is three words where a path is one. */
function splitAlternatives(
  matches: readonly RegExpMatchArray[],
  values: ValueIndex,
): { text: string; start: number }[] {
  return matches.flatMap((match) => {
    const whole = { text: match[0], start: match.index ?? 0 };
    if (!/^[^/]+(?:\/[^/]+)+$/.test(match[0]) || values.find(match[0]).length > 0) return [whole];
    let start = whole.start;
    return match[0].split('/').map((text) => {
      const part = { text, start };
      start += text.length + 1;
      return part;
    });
  });
}

/** Chunks with something understood between them do not belong together. */
function gapped(span: readonly { start: number; end: number }[]): boolean {
  return span.some((chunk, i) => {
    const next = span[i + 1];
    return next !== undefined && next.start - chunk.end > 1;
  });
}

function lookUp(
  span: readonly { text: string; start: number; end: number }[],
  words: string,
  services: ReadonlyMap<string, ServiceIdentity>,
  values: ValueIndex,
): Mention | undefined {
  const first = span[0];
  const last = span.at(-1);
  if (!first || !last) return undefined;
  const text = words.slice(first.start, last.end);
  if (span.length === 1 && text.length < 2 && !(text === '/' && isRoot(words, first.start))) return undefined;
  if (/^[1-5]xx$/.test(text)) return undefined;
  if (span.length === 1 && COMMON.has(text) && !ALWAYS_VALUE.has(text)) return undefined;
  if (/^\d+$/.test(text) && !/^[1-5]\d\d$/.test(text)) return undefined;
  const at = { text, start: first.start, end: last.end };
  const specific =
    text.startsWith('/') || (/\d|[/_:*-]/.test(text) && text.length > 2 && !/^\d+(?:st|nd|rd|th)?$/.test(text));
  for (const form of spellings(text)) {
    const service = services.get(foldValue(form));
    const places = values.find(form);
    if (
      !service &&
      !specific &&
      DULL.has(text) &&
      !AFTER_THING.test(words.slice(0, first.start)) &&
      !BEFORE_THING.test(words.slice(last.end))
    )
      return undefined;
    if (service || places.length > 0) return { ...at, places, specific, ...(service && { service }) };
  }
  if (span.length > 1 || text.length < 5 || /\d/.test(text)) return undefined;
  const byStem = values.findStem(text);
  if (byStem.length > 0) return { ...at, places: byStem, specific: false };
  const meant =
    text.length >= 7 && !isEveryday(text)
      ? values.words.find((word) => word[0] === text[0] && withinEdits(text, word, 1))
      : undefined;
  if (meant) return { ...at, places: values.find(meant), specific: false };
  const near = values.names.find(
    (name) =>
      name.length >= 5 && name[0] === text[0] && name !== text && withinEdits(text, name, text.length >= 7 ? 2 : 1),
  );
  const corrected = near === undefined ? undefined : services.get(near);
  if (!near || !corrected || /(?:s|ed|ing)$/.test(text.replace(near, ''))) return undefined;
  return { ...at, places: values.find(near), service: corrected, corrected: corrected.name, specific: false };
}

/** The words as written, and without the noun that people put behind a name ("checkout service", "redis-cart-0's"). */
function spellings(text: string): string[] {
  const forms = [text];
  if (/^tim(?:e|es|ed|ing) out$/.test(text)) forms.push('timeout');
  if (/^[a-z]+ [a-z]+$/.test(text)) forms.push(text.replace(' ', ''));
  if (/'s$/.test(text)) forms.push(text.slice(0, -2));
  if (/^[1-5]\d\ds$/.test(text)) forms.push(text.slice(0, -1));
  const noun =
    /^(.+) (?:service|app|job|pod|namespace|database|db|topic|index|queue|pool|container|node|instance|group|cache)$/.exec(
      text,
    );
  if (noun?.[1] && !/ /.test(noun[1])) forms.push(noun[1]);
  return forms;
}

/** A lone slash is the root file system after "on", "of", "is" and the like; between two words it divides. */
function isRoot(words: string, at: number): boolean {
  return (
    /(?:^|\b(?:of|on|for|if|is|in|at|does|will|has|under|filesystem|partition|mount|disk))\s*$/.test(
      words.slice(0, at),
    ) ||
    words
      .slice(at + 1)
      .trim()
      .replace(/\?$/, '') === ''
  );
}
