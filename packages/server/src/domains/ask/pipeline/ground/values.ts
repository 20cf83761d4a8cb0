import { stemmer } from 'stemmer';
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

export function createValueIndex(snapshot: CatalogSnapshot, knowledge: readonly KnowledgeFile[]): ValueIndex {
  const aliases = readAliases(knowledge);
  const index = new Map<string, Map<string, { label: string; value: string; families: Set<string> }>>();
  const put = (key: string, label: string, value: string, family: string) => {
    const places = index.get(key) ?? new Map();
    if (!index.has(key)) index.set(key, places);
    const id = `${label}\0${value}`;
    const place = places.get(id) ?? { label, value, families: new Set<string>() };
    places.set(id, place);
    place.families.add(family);
  };
  for (const family of snapshot.families.values()) {
    for (const [label, facts] of family.labels) {
      if (UNSPOKEN.has(label)) continue;
      for (const value of facts.values) {
        if (value === '' || value.length > 120 || (label === 'id' && (value.startsWith('/') || value.length > 40)))
          continue;
        const key = foldValue(value);
        put(key, label, value, family.name);
        if (/^[a-z]{5,}$/.test(key)) put(`~${stemmer(key)}`, label, value, family.name);
        for (const alias of aliases.get(`${label}\0${value}`) ?? []) put(foldValue(alias), label, value, family.name);
        const host = /^([a-z0-9.-]*[a-z][a-z0-9.-]*):\d+$/i.exec(value)?.[1];
        if (host) put(foldValue(host), label, value, family.name);
      }
    }
  }
  const services = new Set<string>();
  for (const service of snapshot.services) services.add(foldValue(service.name));
  return {
    names: [...services],
    words: [...index.keys()].filter((key) => /^[a-z]{7,}$/.test(key)),
    findStem: (word) => [...(index.get(`~${stemmer(word.toLowerCase())}`)?.values() ?? [])],
    find: (text) => [...(index.get(foldValue(text))?.values() ?? [])],
  };
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
