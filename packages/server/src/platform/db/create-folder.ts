/** Makes the data folder named by its argument, and ends. Run by `embedded-postgres.ts` as a process. */
import { PGlite } from '@electric-sql/pglite';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: create-folder.ts <folder>');
const database = await PGlite.create({ dataDir: folder });
await database.close();
