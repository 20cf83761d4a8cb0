import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The built web page; undefined when it has not been built. */
export function findWebFolder(): string | undefined {
  const folder = fileURLToPath(new URL('../../web/dist', import.meta.url));
  return existsSync(`${folder}/index.html`) ? folder : undefined;
}
