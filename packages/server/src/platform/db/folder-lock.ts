import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../errors.ts';

export interface FolderLock {
  release(): void;
}

/**
 * Claims a data folder for this process, or throws AppError `storage_unavailable` that names the holder.
 *
 * The lock is the operating system's, through SQLite, which Node has built in: it ends with its process, `kill -9` included.
 * A pid file alone would be stale after a crash, and wrong in containers, where every server is pid 1.
 */
export function lockFolder(folder: string): FolderLock {
  const pidPath = join(folder, 'locum.pid');
  const lock = new DatabaseSync(join(folder, 'locum.lock'));
  try {
    lock.exec('begin exclusive');
  } catch (cause) {
    lock.close();
    throw new AppError('storage_unavailable', {
      internal: `Another Locum server (process ${readPid(pidPath)}) uses the data folder ${folder}. Stop it first, or choose another folder with LOCUM_DATA_DIR.`,
      cause,
      retryable: false,
    });
  }
  writeFileSync(pidPath, `${process.pid}\n`, { mode: 0o600 });
  return { release: () => lock.isOpen && lock.close() };
}

function readPid(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return 'unknown';
  }
}
