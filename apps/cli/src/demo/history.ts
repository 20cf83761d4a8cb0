import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { importHistory, writeHistory } from '@locum/shop';

// Longer than a day, so that "compared to yesterday" has its other side, window included.
const HOURS = 26;
const STEP_SECONDS = 60;

// A pause longer than this would be a hole that "an hour ago" could fall into.
const STALE_AFTER_MS = 5 * 60_000;

export type History =
  | { readonly outcome: 'kept' }
  | { readonly outcome: 'written' }
  | { readonly outcome: 'failed'; readonly reason: string };

/**
 * Gives Prometheus's data folder a day of the shop's past, so that "an hour ago" has an answer. Data that an earlier demo
 * left minutes ago is kept; older data is replaced as a whole. No Prometheus may have the folder open.
 */
export async function prepareHistory(folder: string, now: Date): Promise<History> {
  const dataFolder = join(folder, 'data');
  if (now.getTime() - newestWriteMs(join(dataFolder, 'wal')) < STALE_AFTER_MS) return { outcome: 'kept' };
  rmSync(dataFolder, { recursive: true, force: true });
  mkdirSync(dataFolder, { recursive: true });
  const file = join(folder, 'history.om');
  writeHistory({ until: now, hours: HOURS, stepSeconds: STEP_SECONDS, out: file });
  const imported = await importHistory({ file, dataFolder });
  rmSync(file, { force: true });
  return imported.outcome === 'imported' ? { outcome: 'written' } : imported;
}

/** When a running Prometheus last wrote: it appends every scrape to its log. */
function newestWriteMs(folder: string): number {
  try {
    return Math.max(0, ...readdirSync(folder).map((name) => statSync(join(folder, name)).mtimeMs));
  } catch {
    return 0;
  }
}
