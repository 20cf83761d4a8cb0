import { createHash } from 'node:crypto';
import { runInSlices } from '../../../platform/interruptible/index.ts';
import type { MetricFamily } from '../snapshot.ts';
import type { CatalogKey, CatalogStore, StoredEmbedding } from '../store.ts';
import type { Embedder } from './embedder.ts';
import { describeFamily } from './family-text.ts';

export interface EmbeddingRequest {
  readonly key: CatalogKey;
  readonly families: ReadonlyMap<string, MetricFamily>;
  readonly embedder: Embedder;
  readonly store: CatalogStore;
  readonly signal?: AbortSignal;
}

const TEXTS_AT_ONCE = 256;

/**
 * Vectors of all families by the embedder's model: stored ones whose text is unchanged, and the others embedded and stored. Vectors of
 * other models and of families that are gone are removed. Throws what the embedder throws; what it finished until then is kept.
 */
export async function ensureEmbeddings(request: EmbeddingRequest): Promise<ReadonlyMap<string, Float32Array>> {
  const { key, families, embedder, store, signal } = request;
  const stored = new Map((await store.loadEmbeddings(key, embedder.model)).map((entry) => [entry.family, entry]));
  const { vectors, missing } = await runInSlices(compareTexts(request, stored), { signal });
  for (let start = 0; start < missing.length; start += TEXTS_AT_ONCE) {
    signal?.throwIfAborted();
    const batch = missing.slice(start, start + TEXTS_AT_ONCE);
    const embedded = await embedder.embed(
      batch.map(({ text }) => text),
      signal === undefined ? {} : { signal },
    );
    const entries = batch.map(({ family, contentHash }, index) =>
      toEntry(family, contentHash, embedded[index], embedder),
    );
    await store.saveEmbeddings(key, embedder.model, entries);
    for (const { family, embedding } of entries) vectors.set(family, embedding);
  }
  await store.pruneEmbeddings(
    key,
    embedder.model,
    [...stored.keys()].filter((family) => !families.has(family)),
  );
  return vectors;
}

/** Which stored vectors are still of the text that a family has. */
function* compareTexts({ families, embedder }: EmbeddingRequest, stored: ReadonlyMap<string, StoredEmbedding>) {
  const vectors = new Map<string, Float32Array>();
  const missing: { family: string; text: string; contentHash: string }[] = [];
  for (const family of families.values()) {
    yield;
    const text = describeFamily(family);
    const contentHash = createHash('sha256').update(text).digest('base64url');
    const known = stored.get(family.name);
    if (known?.contentHash === contentHash && known.embedding.length === embedder.dimension) {
      vectors.set(family.name, known.embedding);
    } else missing.push({ family: family.name, text, contentHash });
  }
  return { vectors, missing };
}

function toEntry(
  family: string,
  contentHash: string,
  embedding: Float32Array | undefined,
  { model, dimension }: Embedder,
): StoredEmbedding {
  if (embedding?.length !== dimension) {
    throw new Error(`${model} gave ${embedding?.length ?? 0} dimensions where ${dimension} were promised`);
  }
  return { family, contentHash, embedding };
}
