import type { CatalogSnapshot } from '../../../catalog/index.ts';
import type { Ground } from '../ground/ground.ts';
import type { GroundCache } from '../ground-cache.ts';
import type { Staged } from './stage-log.ts';

/** Makes the catalog searchable for the planner; free after the first question to a snapshot. */
export function groundStage(snapshot: CatalogSnapshot, { grounds }: { readonly grounds: GroundCache }): Staged<Ground> {
  const { ground } = grounds.of(snapshot);
  const { families, services } = snapshot;
  return { result: ground, summary: `${families.size} metrics, ${services.length} services` };
}
