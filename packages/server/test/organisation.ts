import { organisations } from '../src/domains/accounts/index.ts';
import type { Queries } from '../src/platform/db/index.ts';
import { createId } from '../src/platform/ids.ts';

/** An empty organisation for tests of other domains, whose rows refer to one. Answers its id. */
export async function createOrganisation(queries: Queries, name = 'Test'): Promise<string> {
  const id = createId();
  await queries.insert(organisations).values({ id, name, createdAt: new Date() });
  return id;
}
