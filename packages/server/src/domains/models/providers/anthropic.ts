import type { ModelProviderKind } from '../provider.ts';

export const anthropicKind: ModelProviderKind = {
  defaultUrl: 'https://api.anthropic.com/v1',
  needsKey: true,
  async connect({ url, name, apiKey = '' }, { fetch }) {
    const { createAnthropic } = await import('@ai-sdk/anthropic');
    // Address and key are always given: without them the library would read ANTHROPIC_… from the environment.
    return createAnthropic({ baseURL: url, apiKey, fetch })(name);
  },
};
