import type { CatalogSnapshot, KnowledgeFile, Lexicon } from '../../catalog/index.ts';
import { createGround, type Ground } from './ground/ground.ts';

export interface GroundCache {
  /** Builds at the first call for a catalog and answers the same object until its metrics change. */
  of(snapshot: CatalogSnapshot): { readonly ground: Ground; readonly isNew: boolean };
}

export function createGroundCache(knowledge: readonly KnowledgeFile[], lexicon: Lexicon): GroundCache {
  // By its metrics: a catalog that was found unchanged is another snapshot of the same families. Weak: the ground of a
  // replaced catalog goes with it.
  const known = new WeakMap<CatalogSnapshot['families'], Ground>();
  return {
    of(snapshot) {
      const ground = known.get(snapshot.families);
      if (ground !== undefined) return { ground, isNew: false };
      const built = createGround(snapshot, knowledge, lexicon);
      known.set(snapshot.families, built);
      return { ground: built, isNew: true };
    },
  };
}
