import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Citation {
  readonly id: string;
  /** Relative to the root. */
  readonly file: string;
}

const TESTS = '{packages,apps,examples,e2e,tools,bench}/**/*.test.{ts,tsx}';

/** Every `// proves: …` of the repository's tests. Proofs and benches do not count: they are not part of `npm test`. */
export function collectCitations(root: string): Citation[] {
  const files = globSync(TESTS, { cwd: root, exclude: (path) => path.includes('node_modules') });
  return files.flatMap((file) => readCitations(readFileSync(join(root, file), 'utf8')).map((id) => ({ id, file })));
}

/** The ids behind `proves:` in the comments of a file. */
export function readCitations(source: string): string[] {
  return [...source.matchAll(/^\s*\/\/ proves: (.+)$/gm)].flatMap(([, ids = '']) =>
    ids.split(',').map((id) => id.trim()),
  );
}
