/**
 * Writes the migration from the newest snapshot to the tables as they are now:
 *   node packages/server/scripts/generate-migration.ts <name>
 * Uses drizzle-kit's generator directly: its command line compiles to CommonJS and cannot read our sources.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { loadTables } from './tables.ts';

const folder = fileURLToPath(new URL('../migrations', import.meta.url));
const journalPath = join(folder, 'meta', '_journal.json');

interface Journal {
  version: string;
  dialect: string;
  entries: { idx: number; version: string; when: number; tag: string; breakpoints: boolean }[];
}

if (import.meta.main) {
  const name = parseArgs({ allowPositionals: true }).positionals[0];
  if (name === undefined || !/^[a-z0-9_]+$/.test(name)) {
    console.error(
      'Give the migration a name in snake_case: node packages/server/scripts/generate-migration.ts add_sources',
    );
    process.exit(2);
  }
  const written = await writeMigration(name);
  console.error(written === null ? 'The tables equal the newest migration; nothing to do.' : `Wrote ${written}`);
}

/** SQL statements that lead from the newest migration to the tables; none when they agree. */
export async function pendingStatements(): Promise<string[]> {
  return (await compare()).statements;
}

async function writeMigration(name: string): Promise<string | null> {
  const { statements, snapshot } = await compare();
  if (statements.length === 0) return null;
  mkdirSync(join(folder, 'meta'), { recursive: true });
  const journal = readJournal();
  const number = String(journal.entries.length).padStart(4, '0');
  const tag = `${number}_${name}`;
  // Drizzle applies what is newer than the last applied one, so times must ascend even when a clock goes back.
  const when = Math.max(Date.now(), (journal.entries.at(-1)?.when ?? 0) + 1);
  journal.entries.push({ idx: journal.entries.length, version: '7', when, tag, breakpoints: true });
  writeFileSync(join(folder, `${tag}.sql`), `${statements.join('\n--> statement-breakpoint\n')}\n`);
  writeFileSync(join(folder, 'meta', `${number}_snapshot.json`), `${JSON.stringify(snapshot, null, 2)}\n`);
  writeFileSync(journalPath, `${JSON.stringify(journal, null, 2)}\n`);
  return `packages/server/migrations/${tag}.sql`;
}

async function compare() {
  const before = readNewestSnapshot();
  const snapshot = generateDrizzleJson(await loadTables(), before.id, undefined, 'snake_case');
  return { snapshot, statements: await generateMigration(before, snapshot) };
}

function readJournal(): Journal {
  try {
    return JSON.parse(readFileSync(journalPath, 'utf8'));
  } catch {
    return { version: '7', dialect: 'postgresql', entries: [] };
  }
}

function readNewestSnapshot(): ReturnType<typeof generateDrizzleJson> {
  const newest = listSnapshots().at(-1);
  return newest === undefined
    ? generateDrizzleJson({})
    : JSON.parse(readFileSync(join(folder, 'meta', newest), 'utf8'));
}

function listSnapshots(): string[] {
  try {
    return readdirSync(join(folder, 'meta'))
      .filter((file) => file.endsWith('_snapshot.json'))
      .sort();
  } catch {
    return [];
  }
}
