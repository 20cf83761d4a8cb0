import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the demo keeps its data between starts, unless it is told otherwise. */
export const demoFolder = fileURLToPath(new URL('../../../../.data/demo', import.meta.url));

/** The data folder of the Locum in a demo, as `--data-dir` takes it: from here where that is the shorter name. */
export function dataFolderOf(demo: string): string {
  const absolute = join(demo, 'locum');
  const fromHere = relative(process.cwd(), absolute);
  return fromHere.startsWith('..') ? absolute : fromHere;
}
