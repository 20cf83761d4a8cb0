import { chmodSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type TokenFile =
  | { readonly outcome: 'found'; readonly token: string }
  | { readonly outcome: 'missing' }
  | { readonly outcome: 'readable_by_others'; readonly token: string; readonly path: string; readonly mode: string };

// The file in the data folder through which programs of the same user sign in.
function commandLineTokenPath(dataDir: string): string {
  return join(dataDir, 'cli-token');
}

/** Reads it, unless other users could have read it too: then it must not be trusted any more. */
export function readCommandLineToken(dataDir: string): TokenFile {
  const path = commandLineTokenPath(dataDir);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return { outcome: 'missing' };
  const token = readFileSync(path, 'utf8').trim();
  // Windows has no such bits; there the profile folder is private.
  if (process.platform !== 'win32' && (stat.mode & 0o077) !== 0) {
    return { outcome: 'readable_by_others', token, path, mode: (stat.mode & 0o777).toString(8) };
  }
  return { outcome: 'found', token };
}

/** Written beside and renamed, so that a reader never meets half a token or a wider mode. */
export function writeCommandLineToken(dataDir: string, token: string): void {
  const path = commandLineTokenPath(dataDir);
  writeFileSync(`${path}.new`, `${token}\n`, { mode: 0o600 });
  chmodSync(`${path}.new`, 0o600);
  renameSync(`${path}.new`, path);
}
