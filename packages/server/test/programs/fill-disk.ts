/**
 * Writes to a data folder on a small disk until it is full, makes room, and writes again. Prints one line of JSON about
 * each. `ballast` is a file to delete for room.
 */
import { rmSync } from 'node:fs';
import { openDatabase } from '../../src/platform/db/index.ts';
import { findAppError } from '../../src/platform/errors.ts';
import { createLogger } from '../../src/platform/log.ts';
import { createOrganisation } from '../organisation.ts';

const [dataDir, ballast] = process.argv.slice(2);
if (dataDir === undefined || ballast === undefined) throw new Error('usage: fill-disk.ts <folder> <ballast>');
const database = await openDatabase({ dataDir, log: createLogger({ level: 'silent' }) });
const tryOften = async (work: () => Promise<unknown>) => {
  for (let attempt = 1; ; attempt++) {
    const error = await work().then(() => null, findAppError);
    if (error === null || attempt === 5) return error?.code ?? 'ok';
  }
};

let written = 0;
let code: string | undefined;
while (code === undefined) {
  // Random, so that PostgreSQL cannot compress it.
  const name = Array.from({ length: 1000 }, () => crypto.randomUUID()).join('');
  code = await createOrganisation(database, name).then(
    () => undefined,
    (error: unknown) => findAppError(error)?.code ?? String(error),
  );
  if (code === undefined) written++;
}
rmSync(ballast);
const { organisations } = await import('../../src/domains/accounts/index.ts');
const afterwards = await tryOften(() => createOrganisation(database, 'afterwards'));
const kept = await database.$count(organisations);
await database.close();
console.log(JSON.stringify({ code, written, afterwards, kept }));
