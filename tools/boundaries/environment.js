import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const READS_ENVIRONMENT =
  /\bprocess\s*(?:\?\.|\.)\s*env\b|\bprocess\s*(?:\?\.)?\[\s*['"`]env['"`]\s*\]|\bimport\b[^;]*\benv\b[^;]*from\s*['"](?:node:)?process['"]/;

/**
 * Files of the server, other than src/config.ts and tests, that read environment variables.
 * @param {string} baseDir
 * @returns {string[]} paths relative to `baseDir`
 */
export function findEnvironmentReaders(baseDir) {
  const source = join(baseDir, 'packages/server/src');
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && path !== 'config.ts')
    .filter((path) => READS_ENVIRONMENT.test(withoutComments(readFileSync(join(source, path), 'utf8'))))
    .map((path) => relative(baseDir, join(source, path)))
    .sort();
}

/** @param {string} code */
function withoutComments(code) {
  return code.replace(/\/\*[\s\S]*?\*\/|(^|[^:'"`])\/\/[^\n]*/g, '$1');
}
