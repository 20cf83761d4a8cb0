import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { build } from 'vite';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const lock = join(root, 'node_modules/.build-lock');

/** The folder of the built application, built now if a source is newer. Test files that run at once build it once. */
export async function builtApp(): Promise<string> {
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  await takeLock();
  try {
    if (newest(join(root, 'src'), join(root, 'public')) > builtAt()) {
      await build({ root, configFile: join(root, 'vite.config.ts'), logLevel: 'error' });
    }
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
  return dist;
}

async function takeLock(): Promise<void> {
  for (;;) {
    try {
      mkdirSync(lock);
      return;
    } catch {
      // Left behind by a run that was killed: a build takes seconds.
      if (existsSync(lock) && Date.now() - statSync(lock).mtimeMs > 120_000)
        rmSync(lock, { recursive: true, force: true });
      await wait(200);
    }
  }
}

function builtAt(): number {
  const page = join(dist, 'index.html');
  return existsSync(page) ? statSync(page).mtimeMs : 0;
}

function newest(...folders: string[]): number {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => join(entry.parentPath, entry.name)),
  );
  return Math.max(
    ...[...files, join(root, 'index.html'), join(root, 'vite.config.ts')].map((file) => statSync(file).mtimeMs),
  );
}
