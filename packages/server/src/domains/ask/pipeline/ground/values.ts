import { stemmer } from 'stemmer';
import type { Interruptible } from '../../../../platform/interruptible/index.ts';
import type { CatalogSnapshot, KnowledgeFile } from '../../../catalog/index.ts';

/** A label value and the families that carry it. */
export interface ValuePlace {
  readonly label: string;
  readonly value: string;
  readonly families: ReadonlySet<string>;
}

export interface ValueIndex {
  /** Exactly this value whatever its case, spaces, hyphens and underscores being the same; or the host part of `host:port`. */
  find(text: string): readonly ValuePlace[];
  /** Versions that begin so: "1.28" finds `v1.28.4`. */
  findVersion(text: string): readonly ValuePlace[];
  /** Values that are one word with the same stem: "decline" finds `declined`. */
  findStem(word: string): readonly ValuePlace[];
  /** Values that are one plain word of seven letters or more, for typos. */
  readonly words: readonly string[];
  /** The nearest names of services or values by edit distance, for typos; words of five letters or more only. */
  readonly names: readonly string[];
}

const UNSPOKEN = new Set([
  'le',
  'quantile',
  '__name__',
  'uid',
  'container_id',
  'image_id',
  'pod_ip',
  'host_ip',
  'internal_ip',
  'machine_id',
  'system_uuid',
  'boot_id',
  'hashsum',
  'git_commit',
  'created_by_name',
]);

/** Folds what people write differently in a value: case, separators. */
export function foldValue(value: string): string {
  return value
    .toLowerCase()
    .replace(/[\s_-]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** Families of one place while they are gathered. */
interface Place extends ValuePlace {
  readonly families: Set<string>;
}

export function* createValueIndex(
  snapshot: CatalogSnapshot,
  knowledge: readonly KnowledgeFile[],
): Interruptible<ValueIndex> {
  const aliases = readAliases(knowledge);
  const byLabel = new Map<string, Map<string, Place | null>>();
  const index = new Map<string, Place[]>();
  // A value is spelled out once, however many families carry it.
  const enter = (label: string, value: string): Place | null => {
    if (!isSpoken(label, value)) return null;
    const place: Place = { label, value, families: new Set() };
    for (const key of keysOf(label, value, aliases.get(`${label}\0${value}`) ?? [])) {
      const places = index.get(key);
      if (places === undefined) index.set(key, [place]);
      else if (places.at(-1) !== place) places.push(place);
    }
    return place;
  };
  for (const family of snapshot.families.values()) {
    yield;
    for (const [label, facts] of family.labels) {
      if (UNSPOKEN.has(label)) continue;
      const places = byLabel.get(label) ?? new Map<string, Place | null>();
      byLabel.set(label, places);
      for (const value of facts.values) {
        let place = places.get(value);
        if (place === undefined) {
          place = enter(label, value);
          places.set(value, place);
        }
        place?.families.add(family.name);
      }
    }
  }
  const services = new Set<string>();
  for (const service of snapshot.services) services.add(foldValue(service.name));
  return {
    names: [...services],
    words: [...index.keys()].filter((key) => /^[a-z]{7,}$/.test(key)),
    findVersion: (text) => index.get(`@${text.replace(/^v/, '')}`) ?? [],
    findStem: (word) => index.get(`~${stemmer(word.toLowerCase())}`) ?? [],
    find: (text) => index.get(foldValue(text)) ?? [],
  };
}

function isSpoken(label: string, value: string): boolean {
  return value !== '' && value.length <= 120 && !(label === 'id' && (value.startsWith('/') || value.length > 40));
}

/** What the value is found by: itself, its stem, what it is called, and the host of `host:port`. */
function keysOf(label: string, value: string, aliases: readonly string[]): string[] {
  const key = foldValue(value);
  const host = /^([a-z0-9.-]*[a-z][a-z0-9.-]*):\d+$/i.exec(value)?.[1];
  const address = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(value)?.[1];
  const site = /^https?:\/\/([^/:]+)(?::\d+)?\/?$/i.exec(value)?.[1];
  return [
    key,
    ...(/^[a-z]{5,}$/.test(key) ? [`~${stemmer(key)}`] : []),
    ...aliases.map(foldValue),
    ...versionKeys(value),
    ...(host ? [foldValue(host)] : []),
    ...(address ? [address] : []),
    ...(site ? [foldValue(site)] : []),
    ...(MACHINE.test(label) ? endsOf(host === undefined ? key : foldValue(host)) : []),
  ];
}

const MACHINE = /^(?:instance|pod|node|host|hostname|nodename)$/;

/** What a numbered one is called for short: "cart-0" of `redis-cart-0`. */
function endsOf(name: string): string[] {
  const parts = name.split('-');
  if (!/^\d{1,3}$/.test(parts.at(-1) ?? '')) return [];
  return parts.slice(1, -1).flatMap((part, i) => (/^[a-z]/.test(part) ? [parts.slice(i + 1).join('-')] : []));
}

/** Its leading numbers, and that it is a candidate. */
function versionKeys(value: string): string[] {
  const [, numbers, rest] = /^[a-z]{0,4}(\d+\.\d+(?:\.\d+){0,2})([-+.~].*)?$/i.exec(value) ?? [];
  if (numbers === undefined) return [];
  const parts = numbers.split('.');
  const begins = parts.slice(1).map((_, i) => `@${parts.slice(0, i + 2).join('.')}`);
  return /^-?rc/i.test(rest?.replace(/^[.~]/, '') ?? '') ? [...begins, 'release-candidate', 'rc'] : begins;
}

/** What knowledge files say people call a value. */
function readAliases(knowledge: readonly KnowledgeFile[]): Map<string, string[]> {
  const aliases = new Map<string, string[]>();
  for (const file of knowledge) {
    for (const [label, values] of Object.entries(file.values)) {
      for (const [value, words] of Object.entries(values)) {
        const key = `${label}\0${value}`;
        aliases.set(key, [...(aliases.get(key) ?? []), ...words]);
      }
    }
  }
  return aliases;
}
