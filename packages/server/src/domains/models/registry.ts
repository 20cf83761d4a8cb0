import type { ModelProvider } from '@locum/contracts';
import type { ModelProviderKind } from './provider.ts';
import { anthropicKind } from './providers/anthropic.ts';
import { openAiCompatibleKind } from './providers/openai-compatible.ts';

/** Every kind of model API. A new one is a file in `providers/` and a line here. */
export const modelProviders: Record<ModelProvider, ModelProviderKind> = {
  'openai-compatible': openAiCompatibleKind,
  anthropic: anthropicKind,
};
