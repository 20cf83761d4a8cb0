import { expect, it } from 'vitest';
import { buildPages, readPage } from '../scripts/generate-docs.ts';

// proves: DOC-02
it.each(Object.entries(buildPages()))('docs/%s says what the code says', (path, text) => {
  // Otherwise: node packages/server/scripts/generate-docs.ts
  expect(readPage(path)).toBe(text);
});
