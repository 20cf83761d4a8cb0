import type { Logger } from '../../platform/log.ts';
import { buildSnapshot } from './build-snapshot.ts';
import type { Embedder, OpenEmbedder } from './embeddings/embedder.ts';
import { ensureEmbeddings } from './embeddings/ensure-embeddings.ts';
import { createSubwordEmbedder } from './embeddings/subword-embedder.ts';
import { typeHintsOf } from './families/type-hints.ts';
import type { KnowledgeFile, Lexicon } from './knowledge/knowledge.ts';
import { createRetrieval, type Retrieval, type SearchHit, type SearchOptions } from './retrieval/retrieval.ts';
import { createWordReader } from './retrieval/words.ts';
import { isSameContent } from './same-content.ts';
import type { CatalogSnapshot } from './snapshot.ts';
import type { CatalogKey, CatalogStore, StoredCatalog } from './store.ts';

/** A source's catalog at one moment, with the search over it. Immutable; ask for a new one after a while. */
export interface CatalogView {
  readonly sourceId: string;
  readonly snapshot: CatalogSnapshot;
  readonly state: StoredCatalog['state'];
  /** Search without waiting for a remote embedder. Built when first used. */
  readonly retrieval: Retrieval;
  search(text: string, options?: Omit<SearchOptions, 'vector'>): Promise<readonly SearchHit[]>;
}

export interface CatalogViewsDeps {
  readonly store: CatalogStore;
  readonly knowledge: readonly KnowledgeFile[];
  readonly lexicon: Lexicon;
  readonly openEmbedder: OpenEmbedder | undefined;
  readonly log: Logger;
  /** Ends embedding. */
  readonly signal: AbortSignal;
  /** Takes work that nobody waits for, with what to log when it fails. */
  readonly inBackground: (work: Promise<unknown>, failure: string) => void;
}

/** The view of each source's newest catalog. A catalog found unchanged keeps its indexes. */
export interface CatalogViews {
  of(key: CatalogKey, stored: StoredCatalog): CatalogView;
  forget(sourceId: string): void;
}

export function createCatalogViews(deps: CatalogViewsDeps): CatalogViews {
  const newest = new Map<string, { readonly stored: StoredCatalog; readonly view: CatalogView }>();
  const createView = createViewFactory(deps);
  return {
    of(key, stored) {
      const known = newest.get(key.sourceId);
      if (known?.stored === stored) return known.view;
      const isSame = known?.stored.address === stored.address && isSameContent(known.stored.state, stored.state);
      const view = isSame ? renewView(known.view, stored) : createView(key, stored);
      newest.set(key.sourceId, { stored, view });
      return view;
    },
    forget: (sourceId) => void newest.delete(sourceId),
  };
}

function renewView(view: CatalogView, { state }: StoredCatalog): CatalogView {
  return {
    sourceId: view.sourceId,
    state,
    snapshot: { ...view.snapshot, takenAt: state.takenAt, rules: state.rules },
    get retrieval() {
      return view.retrieval;
    },
    search: view.search,
  };
}

function createViewFactory(deps: CatalogViewsDeps) {
  const { store, knowledge, log, signal, inBackground, openEmbedder } = deps;
  const reader = createWordReader(deps.lexicon);
  const typeHints = typeHintsOf(knowledge);
  const builtIn = createSubwordEmbedder(reader);

  return (key: CatalogKey, { state }: StoredCatalog): CatalogView => {
    const snapshot = buildSnapshot(state, typeHints);
    let local: Retrieval | undefined;
    const getLocal = () => {
      local ??= createRetrieval({ snapshot, knowledge, reader });
      return local;
    };
    let embedded: EmbeddedFamilies | undefined;
    // Asked for every time: whether an organisation may use a remote embedder can change.
    const embedFamilies = async (): Promise<EmbeddedFamilies> => {
      const embedder = (await openEmbedder?.(key, signal)) ?? builtIn;
      if (embedded?.embedder.model === embedder.model) return embedded;
      const vectors = ensureEmbeddings({ key, families: snapshot.families, embedder, store, signal });
      const mine: EmbeddedFamilies = { embedder, vectors };
      embedded = mine;
      vectors.catch(() => {
        // Tried again by the next search.
        if (embedded === mine) embedded = undefined;
      });
      inBackground(vectors, 'metrics could not be embedded');
      return mine;
    };
    const searchRemote = async (text: string, options: SearchOptions | undefined) => {
      const families = await embedFamilies();
      const { embedder, vectors } = families;
      if (embedder === builtIn) return getLocal().search(text, options);
      const [byFamily, [vector]] = await Promise.all([vectors, embedder.embed([text], { signal })]);
      families.index ??= createRetrieval({ snapshot, knowledge, reader, vectors: byFamily });
      return families.index.search(text, { ...options, ...(vector === undefined ? {} : { vector }) });
    };
    inBackground(embedFamilies(), 'metrics could not be embedded');
    return {
      sourceId: key.sourceId,
      snapshot,
      state,
      get retrieval() {
        return getLocal();
      },
      async search(text, options) {
        if (openEmbedder === undefined) return getLocal().search(text, options);
        try {
          return await searchRemote(text, options);
        } catch (error) {
          log.warn({ err: error }, 'the embedder failed; searching without it');
          return getLocal().search(text, options);
        }
      },
    };
  };
}

/** The families of one catalog as one embedder sees them. */
interface EmbeddedFamilies {
  readonly embedder: Embedder;
  readonly vectors: Promise<ReadonlyMap<string, Float32Array>>;
  index?: Retrieval;
}
