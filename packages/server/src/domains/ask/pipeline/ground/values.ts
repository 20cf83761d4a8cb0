import type { CatalogSnapshot } from '../../../catalog/index.ts';

/** A label value and the families that carry it. */
export interface ValuePlace {
  readonly label: string;
  readonly value: string;
  readonly families: ReadonlySet<string>;
}

export interface ValueIndex {
  /** Exactly this value whatever its case, spaces, hyphens and underscores being the same; or the host part of `host:port`. */
  find(text: string): readonly ValuePlace[];
  /** The nearest names of services or values by edit distance, for typos; words of five letters or more only. */
  readonly names: readonly string[];
}

const UNSPOKEN = new Set(['le', 'quantile', '__name__', 'id', 'uid', 'container_id', 'image_id', 'pod_ip', 'host_ip', 'internal_ip', 'machine_id', 'system_uuid', 'boot_id', 'hashsum', 'git_commit', 'created_by_name']);

/** Folds what people write differently in a value: case, separators. */
export function foldValue(value: string): string {
  return value.toLowerCase().replace(/[\s_-]+/g, '-').replace(/^-|-$/g, '');
}

export function createValueIndex(snapshot: CatalogSnapshot): ValueIndex {
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
        if (value === '' || value.length > 120) continue;
        const key = foldValue(value);
        put(key, label, value, family.name);
        const host = /^([a-z0-9.-]*[a-z][a-z0-9.-]*):\d+$/i.exec(value)?.[1];
        if (host) put(foldValue(host), label, value, family.name);
      }
    }
  }
  const services = new Set<string>();
  for (const service of snapshot.services) services.add(foldValue(service.name));
  return {
    names: [...services],
    find: (text) => [...(index.get(foldValue(text))?.values() ?? [])],
  };
}
