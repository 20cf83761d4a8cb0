import type { CatalogSnapshot, KnowledgeFile, Lexicon } from '../../catalog/index.ts';
import { createGround, type Ground } from './ground/ground.ts';

export interface GroundCache {
  /** Builds at the first call for a snapshot and answers the same object from then on. */
  of(snapshot: CatalogSnapshot): { readonly ground: Ground; readonly isNew: boolean };
}

export function createGroundCache(knowledge: readonly KnowledgeFile[], lexicon: Lexicon): GroundCache {
  // Weak: the ground of a replaced snapshot goes with it.
  const known = new WeakMap<CatalogSnapshot, Ground>();
  return {
    of(snapshot) {
      const ground = known.get(snapshot);
      if (ground !== undefined) return { ground, isNew: false };
      const built = createGround(snapshot, knowledge, lexicon);
      known.set(snapshot, built);
      return { ground: built, isNew: true };
    },
  };
}
