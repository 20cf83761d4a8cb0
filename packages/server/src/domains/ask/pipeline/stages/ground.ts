import type { CatalogSnapshot } from '../../../catalog/index.ts';
import type { Ground } from '../ground/ground.ts';
import type { GroundCache } from '../ground-cache.ts';
import type { Staged } from './stage-log.ts';

/** Makes the catalog searchable for the planner, unless that is done: the server does it before anybody asks. */
export async function groundStage(
  snapshot: CatalogSnapshot,
  { grounds }: { readonly grounds: GroundCache },
): Promise<Staged<Ground>> {
  const ground = await grounds.of(snapshot);
  const { families, services } = snapshot;
  return { result: ground, summary: `${families.size} metrics, ${services.length} services` };
}
