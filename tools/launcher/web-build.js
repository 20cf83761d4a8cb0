import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.js';

const SOURCES = ['apps/web', 'packages/contracts/src', 'packages/client/src', 'package-lock.json'];
const NOT_SOURCES = new Set(['dist', 'node_modules', 'screenshots']);

/**
 * Builds the web page when a source file is newer than the build. Throws when the build fails.
 * @param {string} root
 */
export async function buildWebWhenStale(root) {
  if (!isWebBuildStale(root)) return;
  console.log('Building the web page.');
  const { code, output } = await run('npm', ['run', '-s', 'build', '-w', 'apps/web'], { cwd: root, capture: true });
  if (code !== 0) throw new Error(`The web page could not be built:\n${output}`);
}

/** @param {string} root */
export function isWebBuildStale(root) {
  const built = join(root, 'apps/web/dist/index.html');
  if (!existsSync(built)) return true;
  const builtAtMs = statSync(built).mtimeMs;
  return SOURCES.some((source) => newestChangeMs(join(root, source)) > builtAtMs);
}

/**
 * @param {string} path
 * @returns {number}
 */
function newestChangeMs(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const names = readdirSync(path).filter(
    (name) => !NOT_SOURCES.has(name) && !name.endsWith('.test.ts') && !name.endsWith('.test.tsx'),
  );
  return Math.max(0, ...names.map((name) => newestChangeMs(join(path, name))));
}
