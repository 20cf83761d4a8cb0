import type { ServiceIdentity } from '../../../catalog/index.ts';
import { COMMON, DULL } from './dull-words.ts';
import { withinEdits } from './edit-distance.ts';
import { isEveryday, nearEveryday } from './everyday-words.ts';
import type { Mention } from './mentions.ts';
import { foldValue, type ValueIndex, type ValuePlace } from './values.ts';

/** A piece of the question; offsets into its words. */
export interface Chunk {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The question's words and everything that can be named. */
export interface Names {
  readonly words: string;
  readonly services: ReadonlyMap<string, ServiceIdentity>;
  readonly values: ValueIndex;
}

/** The thing that some neighbouring chunks name together: as written, by its stem, or with a typo. */
export function lookUp(span: readonly Chunk[], names: Names): Mention | undefined {
  const first = span[0];
  const last = span.at(-1);
  if (!first || !last) return undefined;
  const at = { text: names.words.slice(first.start, last.end), start: first.start, end: last.end };
  if (cannotName(at, span.length, names.words)) return undefined;
  const exact = exactly(at, names);
  if (exact !== undefined) return exact === 'dull' ? undefined : exact;
  if (VERSION.test(at.text)) {
    const places = names.values.findVersion(at.text);
    return places.length > 0 ? { ...at, places, specific: true, isVersion: true } : undefined;
  }
  if (span.length > 1 || at.text.length < 5 || /\d/.test(at.text)) return undefined;
  const byStem = names.values.findStem(at.text);
  if (byStem.length > 0) return { ...at, places: byStem, specific: false };
  return misspelt(at, names);
}

const VERSION = /^v?\d+\.\d+(?:\.\d+)*$/;

/** Words of the sentence, status classes, plain numbers (other than status codes), single letters. */
function cannotName({ text, start }: Chunk, size: number, words: string): boolean {
  if (/^[1-5]xx$/.test(text)) return true;
  if (/^\d+$/.test(text) && !/^[1-5]\d\d$/.test(text)) return true;
  if (size > 1) return false;
  // "how many requests does checkout get?"
  if (
    text === 'get' &&
    !/\b(?:an?|one|each|per|single|every|of|average) $/.test(words.slice(0, start)) &&
    /\b(?:does|do|did|will|can|would)\b[^.?!]*$/.test(words.slice(0, start))
  )
    return true;
  return COMMON.has(text) || (text.length < 2 && !(text === '/' && isRoot(words, start)));
}

const BEFORE_NAME =
  /\b(?:namespace|service|job|app|database|topic|container|pod|queue|pool|index|group|user|team|mode|state|phase|level|type) $/;
const AFTER_NAME = /^ (?:namespace|service|job|app|database|topic|pod|queue|pool|index|group|team|cluster)s?\b/;

function exactly(at: Chunk, { words, services, values }: Names): Mention | 'dull' | undefined {
  const specific = isSpecific(at.text);
  for (const form of spellings(at.text)) {
    const service = services.get(foldValue(form));
    const places = values.find(form);
    const isDull =
      !service &&
      !specific &&
      DULL.has(at.text) &&
      !BEFORE_NAME.test(words.slice(0, at.start)) &&
      !AFTER_NAME.test(words.slice(at.end));
    if (isDull) return 'dull';
    if (service || places.length > 0)
      return {
        ...at,
        places,
        specific: specific || (!service && isKindOf(at.text, form, places)),
        ...(service && { service }),
      };
  }
  return undefined;
}

function isSpecific(text: string): boolean {
  return text.startsWith('/') || (/\d|[/_:*-]/.test(text) && text.length > 2 && !/^\d+(?:st|nd|rd|th)?$/.test(text));
}

/** Long words may have one slip of the keyboard, names of services two, unless one slip makes it an everyday word. */
function misspelt(at: Chunk, { services, values }: Names): Mention | undefined {
  const { text } = at;
  const isLong = text.length >= 7;
  const meant =
    isLong && !isEveryday(text)
      ? values.words.find((word) => word[0] === text[0] && withinEdits(text, word, 1))
      : undefined;
  if (meant) return { ...at, places: values.find(meant), specific: false };
  const limit = isLong && nearEveryday(text) === undefined ? 2 : 1;
  const near = values.names.find(
    (name) => name.length >= 5 && name[0] === text[0] && name !== text && withinEdits(text, name, limit),
  );
  const service = near === undefined ? undefined : services.get(near);
  // "carts" and "cached" are words of their own, no typos of "cart" and "cache".
  if (!near || !service || (text.startsWith(near) && /(?:s|ed|ing)$/.test(text))) return undefined;
  return { ...at, places: values.find(near), service, corrected: service.name, specific: false };
}

const KIND_AFTER_NAME =
  /^([^ ]+) (?:service|app|job|pod|namespace|database|db|topic|index|queue|pool|container|node|instance|group|cache)$/;

/** "shop database" names a database, and nothing else that is called shop. */
function isKindOf(text: string, name: string, places: readonly ValuePlace[]): boolean {
  const kind = text.startsWith(`${name} `) ? text.slice(name.length + 1) : undefined;
  if (kind === undefined) return false;
  return places.some(({ label }) => label.includes(kind) || (kind.startsWith('d') && label === 'datname'));
}

/** The words as written, and without the noun that people put behind a name ("checkout service", "redis-cart-0's"). */
function spellings(text: string): string[] {
  const forms = [text];
  if (/^tim(?:e|es|ed|ing) out$/.test(text)) forms.push('timeout');
  if (/^[a-z]+ [a-z]+$/.test(text)) forms.push(text.replace(' ', ''));
  if (text.endsWith("'s")) forms.push(text.slice(0, -2));
  if (/^[1-5]\d\ds$/.test(text)) forms.push(text.slice(0, -1));
  const name = KIND_AFTER_NAME.exec(text)?.[1];
  if (name) forms.push(name);
  return forms;
}

const BEFORE_ROOT = /(?:^|\b(?:of|on|for|if|is|in|at|does|will|has|under|filesystem|partition|mount|disk))\s*$/;

/** A lone slash is the root file system after "on", "of", "is" and the like; between two words it divides. */
function isRoot(words: string, at: number): boolean {
  const after = words.slice(at + 1).trim();
  return BEFORE_ROOT.test(words.slice(0, at).trimEnd()) || after === '' || after === '?';
}
