import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Absolute path of the first of `names` found on PATH or in `extraFolders`.
 * Throws with `hint` (what to install) when there is none.
 */
export function getProgram(
  names: readonly string[],
  options: { hint: string; extraFolders?: readonly string[] },
): string {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...(options.extraFolders ?? [])];
  for (const name of names) {
    for (const folder of folders) {
      const candidate = join(folder, name);
      if (folder !== '' && isExecutable(candidate)) return candidate;
    }
  }
  throw new Error(`None of ${names.join(', ')} was found. ${options.hint}`);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
