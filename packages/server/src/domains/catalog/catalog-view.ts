import type { Logger } from '../../platform/log.ts';
import { buildSnapshot } from './build-snapshot.ts';
import type { Embedder } from './embeddings/embedder.ts';
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
  /** A remote one; without it the built-in one. */
  readonly embedder: Embedder | undefined;
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
  const { store, knowledge, log, signal, inBackground } = deps;
  const reader = createWordReader(deps.lexicon);
  const typeHints = typeHintsOf(knowledge);
  const embedder = deps.embedder ?? createSubwordEmbedder(reader);

  return (key: CatalogKey, { state }: StoredCatalog): CatalogView => {
    const snapshot = buildSnapshot(state, typeHints);
    let mustEmbedAgain = false;
    const embedFamilies = () => {
      const work = ensureEmbeddings({ key, families: snapshot.families, embedder, store, signal });
      work.catch(() => {
        mustEmbedAgain = true;
      });
      inBackground(work, 'metrics could not be embedded');
      return work;
    };
    let vectors = embedFamilies();
    let local: Retrieval | undefined;
    let remote: Promise<Retrieval> | undefined;
    const getLocal = () => {
      local ??= createRetrieval({ snapshot, knowledge, reader });
      return local;
    };
    const createRemote = async () => createRetrieval({ snapshot, knowledge, reader, vectors: await vectors });
    return {
      sourceId: key.sourceId,
      snapshot,
      state,
      get retrieval() {
        return getLocal();
      },
      async search(text, options) {
        if (deps.embedder === undefined) return getLocal().search(text, options);
        try {
          remote ??= createRemote();
          const [index, [vector]] = await Promise.all([remote, deps.embedder.embed([text], { signal })]);
          return index.search(text, { ...options, ...(vector === undefined ? {} : { vector }) });
        } catch (error) {
          log.warn({ err: error }, 'the embedder failed; searching without it');
          if (mustEmbedAgain) {
            mustEmbedAgain = false;
            remote = undefined;
            vectors = embedFamilies();
          }
          return getLocal().search(text, options);
        }
      },
    };
  };
}
