/**
 * Every bench, one after the other, and a closing table. Arguments select by name: `npm run bench -- plan answer`.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = import.meta.dirname;
const wanted = process.argv.slice(2);
const benches = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'all.ts')
  .map((file) => file.replace(/\.ts$/, ''))
  .filter((name) => wanted.length === 0 || wanted.includes(name))
  .sort();
if (benches.length === 0) {
  console.error(`There is no bench named ${wanted.join(' or ')}.`);
  process.exit(2);
}
const rows = benches.map((name) => {
  console.log(`\n── ${name}`);
  const startedAt = performance.now();
  const { status } = spawnSync(process.execPath, [join(folder, `${name}.ts`)], { stdio: 'inherit' });
  const verdict = status === 0 ? 'ok' : `failed (exit code ${status ?? 'none'})`;
  return { bench: name, verdict, seconds: Math.round((performance.now() - startedAt) / 1000) };
});
console.table(rows);
process.exitCode = rows.every(({ verdict }) => verdict === 'ok') ? 0 : 1;
