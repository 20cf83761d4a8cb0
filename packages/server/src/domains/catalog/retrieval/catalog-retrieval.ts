import { type KnowledgeFile, type Lexicon, loadKnowledge, loadLexicon } from '../knowledge/knowledge.ts';
import type { CatalogSnapshot } from '../snapshot.ts';
import { createRetrieval, type Retrieval, type RetrievalInput } from './retrieval.ts';
import { createWordReader } from './words.ts';

export interface CatalogRetrievalOptions {
  /** Default: the built-in files. */
  readonly knowledge?: readonly KnowledgeFile[];
  /** Default: the built-in lexicon. */
  readonly lexicon?: Lexicon;
  readonly vectors?: RetrievalInput['vectors'];
}

/** Retrieval over one snapshot with the built-in knowledge and lexicon, unless others are given. */
export function createCatalogRetrieval(snapshot: CatalogSnapshot, options: CatalogRetrievalOptions = {}): Retrieval {
  const { knowledge = loadKnowledge(), lexicon = loadLexicon(), vectors } = options;
  return createRetrieval({
    snapshot,
    knowledge,
    reader: createWordReader(lexicon),
    ...(vectors === undefined ? {} : { vectors }),
  });
}
