import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** Where the running shop of this user says how to reach its switches. */
function defaultAdminFile(): string {
  return join(tmpdir(), `locum-shop-${userInfo().username}.url`);
}

/** Writes the address for `shop fault` to find. Returns what withdraws it, unless another shop has replaced it since. */
export function publishAdminAddress(adminUrl: string, file = defaultAdminFile()): () => void {
  // Removed first and created exclusively, so that a link left in the shared folder is never followed.
  rmSync(file, { force: true });
  writeFileSync(file, adminUrl, { mode: 0o600, flag: 'wx' });
  return () => {
    if (findAdminAddress(file) === adminUrl) rmSync(file, { force: true });
  };
}

export function findAdminAddress(file = defaultAdminFile()): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}
