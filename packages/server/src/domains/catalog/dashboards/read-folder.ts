import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DashboardPanel } from '../snapshot.ts';
import { parseDashboard } from './parse-dashboard.ts';

export interface DashboardReading {
  readonly panels: readonly DashboardPanel[];
  /** What could not be read, one sentence each. */
  readonly problems: readonly string[];
}

const MAX_FILES = 2_000;
const MAX_FILE_BYTES = 10 * 2 ** 20;

/** Reads one dashboard file, or every `*.json` below a folder (2,000 at most, 10 MiB each; links are not followed). */
export async function readDashboardFolder(path: string): Promise<DashboardReading> {
  const panels: DashboardPanel[] = [];
  const problems: string[] = [];
  let files: readonly string[];
  try {
    files = await listFiles(path);
  } catch (error) {
    return { panels, problems: [`${path} cannot be read: ${messageOf(error)}`] };
  }
  if (files.length > MAX_FILES)
    problems.push(`${path} holds ${files.length} dashboards; the first ${MAX_FILES} are read.`);
  for (const file of files.slice(0, MAX_FILES)) {
    try {
      if ((await stat(file)).size > MAX_FILE_BYTES) throw new Error('it is larger than 10 MiB');
      const found = parseDashboard(JSON.parse(await readFile(file, 'utf8')));
      if (found === null) throw new Error('it is not a Grafana dashboard');
      panels.push(...found);
    } catch (error) {
      problems.push(`${file} cannot be read: ${messageOf(error)}`);
    }
  }
  return { panels, problems };
}

async function listFiles(path: string): Promise<readonly string[]> {
  if ((await stat(path)).isFile()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
