import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { collectCitations, readCitations } from './citations.ts';
import { requirements } from './requirements.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const citations = collectCitations(root);

describe('the promises', () => {
  it('are each proven by a test that names them', () => {
    const proven = new Set(citations.map(({ id }) => id));
    expect(Object.keys(requirements).filter((id) => !proven.has(id))).toEqual([]);
  });

  it('are the only ones that tests claim to prove', () => {
    expect(citations.filter(({ id }) => !Object.hasOwn(requirements, id))).toEqual([]);
  });

  it('stand on pages that exist', () => {
    const missing = Object.entries(requirements).filter(([, { source }]) => !existsSync(join(root, source)));
    expect(missing).toEqual([]);
  });
});

it('a citation is read from comment lines only, one or several at once', () => {
  const source = ['  // proves: A-01, B-02', "const text = '// proves: C-03';", '// proves: D-04'].join('\n');
  expect(readCitations(source)).toEqual(['A-01', 'B-02', 'D-04']);
});
