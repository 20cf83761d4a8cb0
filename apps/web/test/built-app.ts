import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const lock = join(root, 'node_modules/.build-lock');

/** The folder of the built application, built now if a source is newer. Test files that run at once build it once. */
export async function builtApp(): Promise<string> {
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  await takeLock();
  try {
    if (newest(join(root, 'src'), join(root, 'public')) > builtAt()) {
      runBuild();
    }
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
  return dist;
}

function runBuild(): void {
  const vite = fileURLToPath(new URL('bin/vite.js', import.meta.resolve('vite/package.json')));
  // A process of its own: within a test run React would be built with its development checks.
  execFileSync(process.execPath, [vite, 'build', '--logLevel', 'error'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
  });
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
