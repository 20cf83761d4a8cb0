import { runAtOnce } from '../../../platform/interruptible/index.ts';
import { type KnowledgeFile, type Lexicon, loadKnowledge, loadLexicon } from '../knowledge/knowledge.ts';
import type { CatalogSnapshot } from '../snapshot.ts';
import { createRetrievalBuilder, type Retrieval } from './retrieval.ts';
import { createWordReader } from './words.ts';

export interface CatalogRetrievalOptions {
  /** Default: the built-in files. */
  readonly knowledge?: readonly KnowledgeFile[];
  /** Default: the built-in lexicon. */
  readonly lexicon?: Lexicon;
}

/** Retrieval over one snapshot with the built-in knowledge and lexicon, unless others are given. */
export function createCatalogRetrieval(snapshot: CatalogSnapshot, options: CatalogRetrievalOptions = {}): Retrieval {
  const { knowledge = loadKnowledge(), lexicon = loadLexicon() } = options;
  return runAtOnce(createRetrievalBuilder(knowledge, createWordReader(lexicon))(snapshot));
}
