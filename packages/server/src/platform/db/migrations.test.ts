import { expect, it } from 'vitest';
import { pendingStatements } from '../../../scripts/generate-migration.ts';

it('the newest migration leads to exactly the tables of the source', async () => {
  // Otherwise: node packages/server/scripts/generate-migration.ts <name>
  expect(await pendingStatements()).toEqual([]);
});
