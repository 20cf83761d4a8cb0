export { buildSnapshot, type CatalogState } from './build-snapshot.ts';
export { type DashboardPlaces, readDashboards } from './dashboards/read-dashboards.ts';
export { type Discovery, type DiscoveryOptions, discover, runDiscovery } from './discovery/discover.ts';
export type { Embedder } from './embeddings/embedder.ts';
export { typeHintsOf } from './families/type-hints.ts';
export {
  type KnowledgeFile,
  type Lexicon,
  loadKnowledge,
  loadLexicon,
  type MeasureFact,
} from './knowledge/knowledge.ts';
export { type CatalogRetrievalOptions, createCatalogRetrieval } from './retrieval/catalog-retrieval.ts';
export type { Retrieval, SearchHit, SearchOptions } from './retrieval/retrieval.ts';
export type { CatalogSnapshot, DashboardPanel, MetricFamily, ServiceIdentity } from './snapshot.ts';
