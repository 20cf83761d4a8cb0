import type { ModelConnection, ModelProviderKind } from '../provider.ts';

/** OpenAI itself and everything that speaks its chat completions: vLLM, Ollama, llama.cpp, LM Studio, gateways. */
export const openAiCompatibleKind: ModelProviderKind = {
  needsKey: false,
  async connect(connection, { fetch, takesSchema }) {
    const provider = await open(connection, fetch, takesSchema);
    return provider.chatModel(connection.name);
  },
  async connectEmbedding(connection, { fetch }) {
    const provider = await open(connection, fetch, false);
    return provider.embeddingModel(connection.name);
  },
};

async function open({ url, apiKey }: ModelConnection, fetch: typeof globalThis.fetch, takesSchema: boolean) {
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
  return createOpenAICompatible({
    name: 'model',
    baseURL: url,
    fetch,
    supportsStructuredOutputs: takesSchema,
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(isOpenAi(url) ? { transformRequestBody: renameTokenLimit } : {}),
  });
}

function isOpenAi(url: string): boolean {
  return new URL(url).hostname === 'api.openai.com';
}

/** OpenAI's newer models refuse `max_tokens`; other servers know nothing else. source: OpenAI API reference, "Create chat completion". */
function renameTokenLimit({ max_tokens, ...body }: Record<string, unknown>): Record<string, unknown> {
  return max_tokens === undefined ? body : { ...body, max_completion_tokens: max_tokens };
}
