import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const sourceFolder = fileURLToPath(new URL('../src', import.meta.url));

/** Everything exported by the `tables.ts` of every domain and platform folder. */
export async function loadTables(): Promise<Record<string, unknown>> {
  const files = globSync('{platform,domains}/*/tables.ts', { cwd: sourceFolder }).sort();
  const modules = await Promise.all(files.map((file) => import(`${sourceFolder}/${file}`)));
  return Object.assign({}, ...modules);
}
