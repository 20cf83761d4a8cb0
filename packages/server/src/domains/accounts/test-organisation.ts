import type { Queries } from '../../platform/db/index.ts';
import { createId } from '../../platform/ids.ts';
import { organisations } from './tables.ts';

/** An empty organisation for tests of other domains, whose rows refer to one. Answers its id. */
export async function createOrganisation(queries: Queries, name = 'Test'): Promise<string> {
  const id = createId();
  await queries.insert(organisations).values({ id, name, createdAt: new Date() });
  return id;
}
