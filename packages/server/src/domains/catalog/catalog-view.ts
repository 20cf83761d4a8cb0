import { runInSlices } from '../../platform/interruptible/index.ts';
import type { Logger } from '../../platform/log.ts';
import { buildSnapshotInSteps } from './build-snapshot.ts';
import type { Embedder, OpenEmbedder } from './embeddings/embedder.ts';
import { ensureEmbeddings } from './embeddings/ensure-embeddings.ts';
import { typeHintsOf } from './families/type-hints.ts';
import type { KnowledgeFile, Lexicon } from './knowledge/knowledge.ts';
import { createRetrievalBuilder, type Retrieval, type SearchHit, type SearchOptions } from './retrieval/retrieval.ts';
import { createWordReader } from './retrieval/words.ts';
import { isSameContent } from './same-content.ts';
import type { CatalogSnapshot } from './snapshot.ts';
import type { CatalogKey, CatalogStore, StoredCatalog } from './store.ts';

/** A source's catalog at one moment, with the search over it. Immutable; ask for a new one after a while. */
export interface CatalogView {
  readonly sourceId: string;
  readonly snapshot: CatalogSnapshot;
  readonly state: StoredCatalog['state'];
  /** Search without waiting for a remote embedder. */
  readonly retrieval: Retrieval;
  search(text: string, options?: Omit<SearchOptions, 'embedded'>): Promise<readonly SearchHit[]>;
  /** Words of the field that begin so, for a search that is still being typed: `lat` → latency. */
  wordsFrom(start: string): readonly string[];
}

export interface CatalogViewsDeps {
  readonly store: CatalogStore;
  readonly knowledge: readonly KnowledgeFile[];
  readonly lexicon: Lexicon;
  readonly openEmbedder: OpenEmbedder | undefined;
  readonly log: Logger;
  /** Ends embedding. */
  readonly signal: AbortSignal;
  /** Awaited, one after the other, before a view is handed out. */
  readonly preparations: Iterable<Preparation>;
  /** Takes work that nobody waits for, with what to log when it fails. */
  readonly inBackground: (work: Promise<unknown>, failure: string) => void;
}

/** What somebody else makes of a snapshot before it is handed out, such as an index of their own. */
export type Preparation = (snapshot: CatalogSnapshot, signal: AbortSignal) => Promise<unknown>;

/**
 * The view of each source's newest catalog. Views are built beside whatever else goes on, from what the one before had already
 * read; one found unchanged keeps its indexes.
 */
export interface CatalogViews {
  /** Of exactly this catalog, as soon as it is built. */
  of(key: CatalogKey, stored: StoredCatalog): Promise<CatalogView>;
  /** At once: while this one is being built, the one before it. Waits only where the source had none at this address. */
  newest(key: CatalogKey, stored: StoredCatalog): Promise<CatalogView>;
  forget(sourceId: string): void;
}

interface Held<View> {
  readonly stored: StoredCatalog;
  readonly view: View;
}

export function createCatalogViews(deps: CatalogViewsDeps): CatalogViews {
  const ready = new Map<string, Held<CatalogView>>();
  const coming = new Map<string, Held<Promise<CatalogView>>>();
  const createView = createViewFactory(deps);

  function of(key: CatalogKey, stored: StoredCatalog): Promise<CatalogView> {
    const { sourceId } = key;
    const known = ready.get(sourceId);
    if (known?.stored === stored) return Promise.resolve(known.view);
    const begun = coming.get(sourceId);
    if (begun?.stored === stored) return begun.view;
    const earlier = known?.stored.address === stored.address ? known : undefined;
    if (earlier !== undefined && isSameContent(earlier.stored.state, stored.state)) {
      const view = renewView(earlier.view, stored);
      ready.set(sourceId, { stored, view });
      coming.delete(sourceId);
      return Promise.resolve(view);
    }
    return begin(key, stored, earlier?.view);
  }

  function begin(key: CatalogKey, stored: StoredCatalog, earlier?: CatalogView): Promise<CatalogView> {
    const { sourceId } = key;
    const mine = { stored, view: createView(key, stored, earlier) };
    coming.set(sourceId, mine);
    // One that was begun later, or a source that was forgotten meanwhile, is not undone.
    const isWanted = () => coming.get(sourceId) === mine;
    const settled = mine.view
      .then((view) => void (isWanted() && ready.set(sourceId, { stored, view })))
      .finally(() => isWanted() && coming.delete(sourceId));
    deps.inBackground(settled, 'a catalog could not be made searchable');
    return settled.then(() => mine.view);
  }

  return {
    of,
    newest(key, stored) {
      const view = of(key, stored);
      const known = ready.get(key.sourceId);
      const isUsable = known !== undefined && known.stored.address === stored.address;
      if (!isUsable) return view;
      view.catch(() => undefined);
      return Promise.resolve(known.view);
    },
    forget(sourceId) {
      ready.delete(sourceId);
      coming.delete(sourceId);
    },
  };
}

function renewView(view: CatalogView, { state }: StoredCatalog): CatalogView {
  return {
    sourceId: view.sourceId,
    state,
    snapshot: { ...view.snapshot, takenAt: state.takenAt, rules: state.rules },
    retrieval: view.retrieval,
    search: view.search,
    wordsFrom: view.wordsFrom,
  };
}

function createViewFactory(deps: CatalogViewsDeps) {
  const { store, knowledge, log, signal, inBackground, openEmbedder } = deps;
  const typeHints = typeHintsOf(knowledge);
  const buildRetrieval = createRetrievalBuilder(knowledge, createWordReader(deps.lexicon));

  return async (key: CatalogKey, { state }: StoredCatalog, earlier?: CatalogView): Promise<CatalogView> => {
    const snapshot = await runInSlices(buildSnapshotInSteps(state, typeHints, earlier?.snapshot), { signal });
    const retrieval = await runInSlices(buildRetrieval(snapshot), { signal });
    for (const prepare of deps.preparations) {
      await prepare(snapshot, signal).catch((error: unknown) => {
        if (signal.aborted) throw error;
        log.error({ err: error }, 'a catalog is used that is not wholly prepared');
      });
    }
    let embedded: EmbeddedFamilies | undefined;
    // Asked for every time: whether an organisation may use a remote embedder can change. The built-in one needs no vectors
    // beforehand: its search makes them of the words that it reads anyway.
    const embedFamilies = async (): Promise<EmbeddedFamilies | null> => {
      const embedder = (await openEmbedder?.(key, signal)) ?? null;
      if (embedder === null) return null;
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
      const embeddedFamilies = await embedFamilies();
      if (embeddedFamilies === null) return retrieval.search(text, options);
      const { embedder, vectors } = embeddedFamilies;
      const [families, [vector]] = await Promise.all([vectors, embedder.embed([text], { signal })]);
      return retrieval.search(text, { ...options, ...(vector && { embedded: { vector, families } }) });
    };
    if (openEmbedder !== undefined) inBackground(embedFamilies(), 'metrics could not be embedded');
    return {
      sourceId: key.sourceId,
      snapshot,
      state,
      retrieval,
      wordsFrom: (start) => wordsFrom(deps.lexicon, start),
      async search(text, options) {
        if (openEmbedder === undefined) return retrieval.search(text, options);
        try {
          return await searchRemote(text, options);
        } catch (error) {
          log.warn({ err: error }, 'the embedder failed; searching without it');
          return retrieval.search(text, options);
        }
      },
    };
  };
}

const SHORTEST_START = 3;

export function wordsFrom({ synonyms }: Lexicon, start: string): readonly string[] {
  if (start.length < SHORTEST_START) return [];
  return synonyms.flatMap(([word = '']) => (word.startsWith(start) && word !== start ? [word] : []));
}

/** The families of one catalog as one embedder sees them. */
interface EmbeddedFamilies {
  readonly embedder: Embedder;
  readonly vectors: Promise<ReadonlyMap<string, Float32Array>>;
}
