import { createDataRights } from '../../platform/db/index.ts';
import { catalogEmbeddings, catalogMetrics, catalogs } from './tables.ts';

export { buildSnapshot, buildSnapshotInSteps, type CatalogState } from './build-snapshot.ts';
export { type CatalogView, wordsFrom } from './catalog-view.ts';
export { mostlyAskedServices, suggestQuestions } from './completion.ts';
export { type DashboardPlaces, readDashboards } from './dashboards/read-dashboards.ts';
export { type Discovery, type DiscoveryOptions, discover, runDiscovery } from './discovery/discover.ts';
export type { Embedder, OpenEmbedder } from './embeddings/embedder.ts';
export { typeHintsOf } from './families/type-hints.ts';
export {
  type KnowledgeFile,
  type Lexicon,
  loadKnowledge,
  loadLexicon,
  type MeasureFact,
} from './knowledge/knowledge.ts';
export { listFamilies, listServiceIdentities } from './listing.ts';
export { type CatalogRetrievalOptions, createCatalogRetrieval } from './retrieval/catalog-retrieval.ts';
export type { Retrieval, SearchHit, SearchOptions } from './retrieval/retrieval.ts';
export { registerCatalogRoutes } from './routes.ts';
export { type Catalog, type CatalogDeps, createCatalog } from './service.ts';
export type { CatalogSnapshot, DashboardPanel, MetricFamily, ServiceIdentity } from './snapshot.ts';

/** What is discovered ages out with its source, so that no retention rule is needed. */
export const dataRights = createDataRights([catalogEmbeddings, catalogMetrics, catalogs]);
