import { type CatalogMetric, type CatalogService, prometheusSettings } from '@locum/contracts';
import { loadConfiguredKnowledge } from './configured-knowledge.ts';
import {
  buildSnapshot,
  type CatalogView,
  createCatalogRetrieval,
  listFamilies,
  listServiceIdentities,
  loadLexicon,
  runDiscovery,
  typeHintsOf,
  wordsFrom,
} from './domains/catalog/index.ts';
import { createPrometheusProvider } from './domains/sources/index.ts';

export interface OfflineListing {
  readonly search?: string | undefined;
  readonly service?: string | undefined;
  readonly limit: number;
}

/** The catalog of one Prometheus, discovered once, without a server or a database. The lists are those of the API. */
export interface OfflineCatalog {
  metrics(request: OfflineListing): Promise<{ metrics: readonly CatalogMetric[]; total: number }>;
  services(request: OfflineListing): { services: readonly CatalogService[]; total: number };
}

/** `now` in Unix seconds. Throws the provider's AppError when the Prometheus cannot be discovered. */
export async function readOfflineCatalog(options: { prometheusUrl: string; now: number }): Promise<OfflineCatalog> {
  const view = await discoverView(options);
  return {
    async metrics(request) {
      const { items, total } = await listFamilies(view, request);
      return { metrics: items, total };
    },
    services(request) {
      const { items, total } = listServiceIdentities(view, request);
      return { services: items, total };
    },
  };
}

async function discoverView({ prometheusUrl, now }: { prometheusUrl: string; now: number }): Promise<CatalogView> {
  const provider = createPrometheusProvider(prometheusSettings.parse({ url: prometheusUrl }));
  try {
    const knowledge = loadConfiguredKnowledge();
    const { state } = await runDiscovery(provider, { now });
    const snapshot = buildSnapshot(state, typeHintsOf(knowledge));
    const retrieval = createCatalogRetrieval(snapshot, { knowledge });
    return {
      sourceId: 'offline',
      snapshot,
      state,
      retrieval,
      search: async (text, more) => retrieval.search(text, more),
      wordsFrom: (start) => wordsFrom(loadLexicon(), start),
    };
  } finally {
    await provider.close();
  }
}
