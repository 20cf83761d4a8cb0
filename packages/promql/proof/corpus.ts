import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface Corpus {
  readonly expressions: readonly string[];
  /** Where the expressions came from, for the report. */
  readonly origin: string;
  /** The small corpus of this package stands in for the real one. */
  readonly substitute: boolean;
}

const PACKAGE = resolve(import.meta.dirname, '..');
const REPOSITORY = resolve(PACKAGE, '../..');

/**
 * Real expressions from `LOCUM_PROMQL_CORPUS` (default `../shared/promql` beside the repository); when that folder is
 * absent, the small corpus written for this package.
 */
export function loadCorpus(): Corpus {
  const folder = process.env.LOCUM_PROMQL_CORPUS ?? '../shared/promql';
  const file = join(resolve(REPOSITORY, folder), 'expressions.jsonl');
  const substitute = !existsSync(file);
  const source = substitute ? join(PACKAGE, 'test/corpus.jsonl') : file;
  const rows = readFileSync(source, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return {
    expressions: rows.map(readExpression),
    origin: substitute ? 'own small corpus' : 'real expressions',
    substitute,
  };
}

function readExpression(line: string): string {
  const row: unknown = JSON.parse(line);
  if (typeof row === 'object' && row !== null && 'expr' in row && typeof row.expr === 'string') return row.expr;
  throw new Error(`a corpus line without expr: ${line.slice(0, 80)}`);
}
