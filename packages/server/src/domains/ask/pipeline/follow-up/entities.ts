import type { CatalogSnapshot } from '../../../catalog/index.ts';
import { nearestOf } from '../nearest.ts';

/** A thing named in a question: a service, or a label value. */
export interface Entity {
  readonly text: string;
  /** `service`, or the label. */
  readonly label: string;
}

const LONGEST_NAME = 3;
/** Words of every question that some label happens to have as a value. */
const ORDINARY =
  /^(?:and|or|for|of|in|on|the|by|per|all|what|about|how|last|top|over|since|same|now|rate|errors?|latency|memory|cpu|requests?|usage|total|count|time|used|free|disk|network|in|out|up|down|ok|success|failed|read|write|get|put|delete|\d+|p\d+|x)$/;

/** The services and label values that the words name exactly, in reading order; longer names first. */
export function findEntities(
  text: string,
  { services, findLabelValue }: Pick<CatalogSnapshot, 'services' | 'findLabelValue'>,
): Entity[] {
  const words = text.split(/[\s,?!]+/).filter((word) => word !== '');
  const names = new Set(services.map(({ name }) => name.toLowerCase()));
  const found: Entity[] = [];
  for (let start = 0; start < words.length; ) {
    const taken = takeName(words, start, (name) => entityOf(name, names, findLabelValue));
    if (taken !== null) found.push(taken.entity);
    start += taken?.length ?? 1;
  }
  return found;
}

function takeName(words: readonly string[], start: number, read: (name: string) => Entity | null) {
  for (let length = Math.min(LONGEST_NAME, words.length - start); length >= 1; length -= 1) {
    const entity = read(words.slice(start, start + length).join(' '));
    if (entity !== null) return { entity, length };
  }
  return null;
}

function entityOf(
  name: string,
  services: ReadonlySet<string>,
  findLabelValue: CatalogSnapshot['findLabelValue'],
): Entity | null {
  if (ORDINARY.test(name) || name.length < 2) return null;
  if (services.has(name)) return { text: name, label: 'service' };
  const place = findLabelValue(name).find(({ value }) => value.toLowerCase() === name);
  return place === undefined ? null : { text: name, label: place.label };
}

/** The word that was meant to be a service: "chekout". */
export function findMisspelled(text: string, { services }: Pick<CatalogSnapshot, 'services'>): Entity[] {
  const names = services.map(({ name }) => name.toLowerCase());
  const words = text.split(/\s+/).filter((word) => word.length >= 4);
  const word = words.find((candidate) => names.some((name) => isClose(candidate, name)));
  return word === undefined ? [] : [{ text: word, label: 'service' }];
}

function isClose(word: string, name: string): boolean {
  if (word[0] !== name[0] || Math.abs(name.length - word.length) > 1) return false;
  return [...name].filter((letter) => !word.includes(letter)).length <= 1 && nearestOf(word, [name], 1).length > 0;
}
