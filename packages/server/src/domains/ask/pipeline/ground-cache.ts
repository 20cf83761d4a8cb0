import { runInSlices } from '../../../platform/interruptible/index.ts';
import type { CatalogSnapshot, KnowledgeFile, Lexicon } from '../../catalog/index.ts';
import { createGroundBuilder, type Ground } from './ground/ground.ts';

export interface GroundCache {
  /**
   * The same object until the catalog's metrics change. Built at the first call for a catalog, in slices between which others are
   * served, and from what the catalogs before it have in common with it.
   */
  of(snapshot: CatalogSnapshot, signal?: AbortSignal): Promise<Ground>;
}

export function createGroundCache(knowledge: readonly KnowledgeFile[], lexicon: Lexicon): GroundCache {
  // By its metrics: a catalog that was found unchanged is another snapshot of the same families. Weak: the ground of a
  // replaced catalog goes with it.
  const known = new WeakMap<CatalogSnapshot['families'], Promise<Ground>>();
  const build = createGroundBuilder(knowledge, lexicon);
  return {
    of(snapshot, signal) {
      const { families } = snapshot;
      let ground = known.get(families);
      if (ground === undefined) {
        ground = runInSlices(build(snapshot), { signal });
        known.set(families, ground);
        ground.catch(() => known.delete(families));
      }
      return ground;
    },
  };
}
