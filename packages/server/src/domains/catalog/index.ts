export { buildSnapshot, type CatalogState } from './build-snapshot.ts';
export { type Discovery, type DiscoveryOptions, discover, runDiscovery } from './discovery/discover.ts';
export type { Embedder } from './embeddings/embedder.ts';
export { type CatalogRetrievalOptions, createCatalogRetrieval } from './retrieval/catalog-retrieval.ts';
export type { Retrieval, SearchHit, SearchOptions } from './retrieval/retrieval.ts';
export type { CatalogSnapshot, DashboardPanel, MetricFamily, ServiceIdentity } from './snapshot.ts';
export { type KnowledgeFile, type Lexicon, loadKnowledge, loadLexicon, type MeasureFact } from './knowledge/knowledge.ts';
