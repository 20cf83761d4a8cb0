import * as accounts from './domains/accounts/index.ts';
import * as ask from './domains/ask/index.ts';
import * as catalog from './domains/catalog/index.ts';
import * as models from './domains/models/index.ts';
import * as sources from './domains/sources/index.ts';
import type { DataRights, Queries, Retention } from './platform/db/index.ts';
import * as idempotency from './platform/idempotency/index.ts';
import * as runLog from './platform/run-log/index.ts';

/** Whoever has tables, leftmost domain first. A table that nobody here covers fails a test. */
export const dataRooms: readonly { readonly dataRights: DataRights; readonly retention?: Retention }[] = [
  accounts,
  models,
  sources,
  catalog,
  ask,
  runLog,
  idempotency,
];

/** Erases everything an organisation has here, itself included. From the right: what refers goes before what it refers to. */
export async function eraseOrganisation(queries: Queries, organisationId: string): Promise<void> {
  for (const { dataRights } of [...dataRooms].reverse()) await dataRights.erase(queries, organisationId);
}
