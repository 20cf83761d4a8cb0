import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { installMissingPackages } from '../setup/install.js';
import { run, wasInterrupted } from './run.js';

const ROOTS = ['packages', 'apps', 'examples', 'bench', 'e2e'];

/**
 * Runs every proof script one after the other; arguments select by part of the path. Closes with a table.
 * @param {import('./demo.js').Invocation} invocation
 */
export async function runProofs({ root, flags, rest }) {
  await installMissingPackages('proof', flags);
  const scripts = findProofs(root).filter((path) => rest.length === 0 || rest.some((part) => path.includes(part)));
  if (scripts.length === 0) {
    console.error(
      rest.length === 0 ? 'There are no proof scripts.' : `No proof script has ${rest.join(' or ')} in its path.`,
    );
    return 1;
  }
  const rows = [];
  for (const script of scripts) {
    if (wasInterrupted()) break;
    console.log(`\n── ${script}`);
    const startedAtMs = Date.now();
    const { code } = await run('node', [script], { cwd: root });
    rows.push({
      proof: script,
      verdict: code === 0 ? 'holds' : `failed (exit code ${code})`,
      seconds: Math.round((Date.now() - startedAtMs) / 1000),
    });
  }
  console.table(rows);
  return rows.length === scripts.length && rows.every(({ verdict }) => verdict === 'holds') ? 0 : 1;
}

/**
 * @param {string} root
 * @returns {string[]} every `proof/*.proof.ts`, relative to `root`, sorted
 */
export function findProofs(root) {
  return ROOTS.filter((name) => existsSync(join(root, name)))
    .flatMap((name) => listProofs(join(root, name)))
    .map((path) => relative(root, path))
    .sort();
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function listProofs(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name === 'dist' ? [] : listProofs(path);
    return /\/proof\/[^/]+\.proof\.ts$/.test(path) ? [path] : [];
  });
}
