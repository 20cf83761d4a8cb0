/** Writes organisations named 1, 2, 3, … to the data folder given and prints each number once its commit was acknowledged. */
import { writeSync } from 'node:fs';
import { openDatabase } from '../../src/platform/db/index.ts';
import { createLogger } from '../../src/platform/log.ts';
import { createOrganisation } from '../organisation.ts';

const [dataDir] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('usage: write-until-killed.ts <folder>');
const database = await openDatabase({ dataDir, log: createLogger({ level: 'silent' }) });
for (let number = 1; ; number++) {
  await createOrganisation(database, String(number));
  writeSync(1, `${number}\n`);
}
