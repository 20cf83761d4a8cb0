import type { componentHealth, ModelSettings, ModelSettingsPatch, Principal } from '@locum/contracts';
import type { z } from 'zod';
import type { Cache } from '../../platform/cache/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { SecretBox } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { createEmbedderOpener, type EmbeddingModelSettings, type RemoteEmbedder } from './embed.ts';
import { createGenerator, type Generator } from './generate/generate.ts';
import type { ModelCall } from './generate/model-call.ts';
import { createRestingModels } from './generate/try-models.ts';
import type { PrivacyDefaults } from './privacy.ts';
import { modelProviders } from './registry.ts';
import { createSettingsService, type Model } from './settings.ts';
import { createModelStore } from './store.ts';

export interface ModelsDeps {
  readonly database: Database;
  readonly secretBox: SecretBox;
  readonly cache: Cache;
  readonly clock: Clock;
  readonly defaults: PrivacyDefaults;
  /** The model of the server's configuration. Its address may be left to the provider's usual one. */
  readonly configured?: (Omit<Model, 'id' | 'url'> & { readonly url?: string | undefined }) | undefined;
  readonly embeddings?: EmbeddingModelSettings | undefined;
  /** Default: the global one. */
  readonly fetch?: typeof globalThis.fetch;
  readonly random?: () => number;
  readonly onCall?: (call: ModelCall) => void;
}

/**
 * The one door through which data reaches a model: whether it may, to whom, masked, within time and size, with fail-over
 * from one model to the next.
 */
export interface Models extends Generator {
  readonly settings: {
    get(principal: Principal): Promise<ModelSettings>;
    /** Throws `forbidden`, `invalid_request`, `model_nothing_leaves` where the operator decided, `no_model`. */
    update(principal: Principal, patch: ModelSettingsPatch): Promise<ModelSettings>;
  };
  /** Null where none is configured, or nothing may be sent to it. Throws when the model does not answer. */
  openEmbedder(caller: { readonly organisationId: string }, signal?: AbortSignal): Promise<RemoteEmbedder | null>;
  health(): Promise<z.infer<typeof componentHealth>>;
}

export function createModels(deps: ModelsDeps): Models {
  const { clock, embeddings, fetch = globalThis.fetch, random = Math.random } = deps;
  const store = createModelStore(deps.database);
  const settings = createSettingsService({
    ...deps,
    store,
    configured: toModel(deps.configured),
    embeddingsUrl: embeddings?.url,
  });
  const resting = createRestingModels();
  const calling = { ...deps, store, settings, fetch, random, resting };
  return {
    ...createGenerator(calling),
    openEmbedder: createEmbedderOpener(calling),
    settings: { get: settings.get, update: settings.update },
    async health() {
      const failing = resting.count(clock.monotonic());
      if (failing === 0 && deps.configured === undefined && !(await store.hasModels()))
        return { state: 'off', message: 'none configured' };
      if (failing === 0) return { state: 'up' };
      return { state: 'degraded', message: `${failing} ${failing === 1 ? 'model does' : 'models do'} not answer` };
    },
  };
}

function toModel(configured: ModelsDeps['configured']): Model | undefined {
  if (configured === undefined) return undefined;
  const url = configured.url ?? modelProviders[configured.provider].defaultUrl;
  if (url === undefined) throw new Error(`a model of ${configured.provider} needs an address`);
  return { ...configured, url: url.replace(/\/+$/, '') };
}
