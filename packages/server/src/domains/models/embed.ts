import type { Clock } from '../../platform/clock.ts';
import { AppError } from '../../platform/errors.ts';
import type { MeasureDeps } from './generate/model-call.ts';
import { measureCall } from './generate/model-call.ts';
import { createModelFetch } from './generate/model-fetch.ts';
import { type RestingModels, tryModels } from './generate/try-models.ts';
import { createMasking } from './masking/masking.ts';
import { findObjection, type Privacy, recipientOf } from './privacy.ts';
import { modelProviders } from './registry.ts';
import type { SettingsService } from './settings.ts';
import type { ModelStore } from './store.ts';

/** Where texts are turned into vectors: the `/embeddings` of an OpenAI-compatible server. */
export interface EmbeddingModelSettings {
  readonly url: string;
  readonly name: string;
  readonly apiKey?: string | undefined;
}

/** A remote embedder of one organisation. Vectors have unit length. */
export interface RemoteEmbedder {
  /** Name, host and dimension: when one of them changes, vectors are made anew. */
  readonly model: string;
  readonly dimension: number;
  /** Throws the AppError that says why nothing may be sent or why the model did not answer. */
  embed(texts: readonly string[], options?: { readonly signal?: AbortSignal }): Promise<readonly Float32Array[]>;
}

export interface EmbedDeps extends MeasureDeps {
  readonly store: ModelStore;
  readonly settings: SettingsService;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  readonly random: () => number;
  readonly resting: RestingModels;
  readonly embeddings?: EmbeddingModelSettings | undefined;
}

const TIMEOUT_MS = 30_000;
// 256 vectors of 4,096 numbers are 25 MB of JSON.
const MOST_REPLY_BYTES = 64_000_000;

/**
 * Opens the embedder for an organisation, or answers null where none is configured or nothing may be sent to it. How long its
 * vectors are is learned by a first call and recorded. Throws when that call fails.
 */
export function createEmbedderOpener(deps: EmbedDeps) {
  const { settings, store, clock, embeddings } = deps;

  async function permit(organisationId: string, url: string): Promise<Privacy> {
    const { privacy } = await settings.read(organisationId);
    const objection = findEmbeddingObjection(privacy, url);
    if (objection !== null) throw objection;
    return privacy;
  }

  async function open(organisationId: string, model: EmbeddingModelSettings, signal?: AbortSignal) {
    const label = `"${model.name}" at ${new URL(model.url).host}`;
    const identity = `${model.name}@${new URL(model.url).host}`;
    const learn = async () => {
      const [vector] = await embedTexts(
        deps,
        model,
        label,
        await permit(organisationId, model.url),
        ['dimension'],
        signal,
      );
      const dimension = vector?.length ?? 0;
      await store.saveDimension({ organisationId, model: identity, dimension, recordedAt: new Date(clock.now()) });
      return dimension;
    };
    const dimension = (await store.findDimension(organisationId, identity)) ?? (await learn());
    const embedder: RemoteEmbedder = {
      model: `${identity}#${dimension}`,
      dimension,
      async embed(texts, options) {
        // Asked again at every call: what was allowed a moment ago may be withdrawn.
        const privacy = await permit(organisationId, model.url);
        const vectors = await embedTexts(deps, model, label, privacy, texts, options?.signal);
        const other = vectors.find(({ length }) => length !== dimension)?.length;
        if (other === undefined) return vectors;
        await store.saveDimension({
          organisationId,
          model: identity,
          dimension: other,
          recordedAt: new Date(clock.now()),
        });
        throw new AppError('model_protocol', {
          hint: `${label} gave vectors of ${other} numbers where it gave ${dimension} before. They are made anew.`,
        });
      },
    };
    return embedder;
  }

  return async ({ organisationId }: { readonly organisationId: string }, signal?: AbortSignal) => {
    if (embeddings === undefined) return null;
    const { privacy } = await settings.read(organisationId);
    return findEmbeddingObjection(privacy, embeddings.url) === null ? open(organisationId, embeddings, signal) : null;
  };
}

/** What is searched for may name an instance, and nobody here knows which words do. */
function findEmbeddingObjection(privacy: Privacy, url: string): AppError | null {
  if (privacy.masksInstances) {
    return new AppError('model_nothing_leaves', {
      hint: 'Names of instances are hidden, so no text is embedded outside.',
    });
  }
  return findObjection(privacy, url);
}

async function embedTexts(
  { clock, random, resting, fetch, onCall }: EmbedDeps,
  model: EmbeddingModelSettings,
  label: string,
  privacy: Privacy,
  texts: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly Float32Array[]> {
  if (texts.length === 0) return [];
  const [{ callEmbedding }, { toModelFailure }] = await Promise.all([
    import('./generate/call-model.ts'),
    import('./generate/failures.ts'),
  ]);
  const masking = createMasking({ masksHostnames: privacy.masksHostnames });
  // The protocol has no empty texts.
  const masked = texts.map((text) => masking.mask(text).trim() || '-');
  const boundFetch = createModelFetch({ fetch, origin: recipientOf(model.url), maxBytes: MOST_REPLY_BYTES });
  const embeddingModel = await modelProviders['openai-compatible'].connectEmbedding?.(model, { fetch: boundFetch });
  if (embeddingModel === undefined) throw new AppError('internal', { internal: 'the provider embeds nothing' });
  const explain = (error: unknown) => toModelFailure(error, label, clock.now());
  const { value } = await tryModels({
    candidates: [{ key: `embeddings ${model.url} ${model.name}`, label }],
    timeoutMs: TIMEOUT_MS,
    signal,
    clock,
    random,
    resting,
    explain,
    ask: (_, abort) =>
      measureCall(
        { clock, onCall },
        { provider: 'openai-compatible', operation: 'embed' },
        {
          call: () => callEmbedding(embeddingModel, masked, abort),
          spent: ({ inputTokens }) => ({ outcome: 'ok', inputTokens, outputTokens: 0 }),
          explain,
          signal: abort,
        },
      ),
  });
  if (value.vectors.length !== texts.length) {
    throw new AppError('model_protocol', {
      hint: `${label} gave ${value.vectors.length} vectors for ${texts.length} texts.`,
    });
  }
  return value.vectors.map((vector) => toUnitLength(vector, label));
}

function toUnitLength(vector: readonly number[], label: string): Float32Array {
  const length = Math.hypot(...vector);
  if (!Number.isFinite(length) || length === 0) {
    throw new AppError('model_protocol', { hint: `${label} gave a vector that has no direction.` });
  }
  return Float32Array.from(vector, (value) => value / length);
}
