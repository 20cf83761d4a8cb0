import type { EmbeddingModel } from 'ai';
import { embedMany, generateText, type JSONSchema7, type LanguageModel, Output } from 'ai';

// The only file, with failures.ts, that loads the AI SDK; it is imported at the first call.

/** What goes to a model, masked already. */
export interface ModelPrompt {
  readonly instructions: string;
  readonly prompt: string;
  readonly schema: JSONSchema7;
  readonly schemaName: string;
}

export interface CallOptions {
  readonly maxOutputTokens: number;
  readonly temperature?: number | undefined;
  readonly signal: AbortSignal;
}

export interface TokenUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** What a model replied: JSON as text (unchecked), or why there is none. */
export interface ModelText {
  readonly ending: 'complete' | 'refused' | 'truncated';
  readonly text: string;
  readonly usage: TokenUsage;
}

// No telemetry: its listeners would be given prompts and replies. No retries: the router knows the time that is left.
const QUIETLY = { maxRetries: 0, telemetry: { isEnabled: false } } as const;
globalThis.AI_SDK_LOG_WARNINGS = false; // it would write to standard error past our log

/** Asks once. Throws what the AI SDK throws, which `toModelFailure` makes safe to keep. */
export async function callModel(
  model: LanguageModel,
  { instructions, prompt, schema, schemaName }: ModelPrompt,
  { maxOutputTokens, temperature, signal }: CallOptions,
): Promise<ModelText> {
  const result = await generateText({
    ...QUIETLY,
    model,
    instructions,
    prompt,
    maxOutputTokens,
    ...(temperature === undefined ? {} : { temperature }),
    abortSignal: signal,
    // The text as it came: placeholders must be replaced before it can be checked.
    output: {
      ...Output.text(),
      responseFormat: Promise.resolve({ type: 'json' as const, schema, name: schemaName }),
    },
  });
  const { finishReason, totalUsage } = result;
  const usage = { inputTokens: totalUsage.inputTokens ?? 0, outputTokens: totalUsage.outputTokens ?? 0 };
  if (finishReason === 'content-filter') return { ending: 'refused', text: result.text, usage };
  if (finishReason === 'length') return { ending: 'truncated', text: result.text, usage };
  // `output` exists whenever text does; reading it without throws.
  return { ending: 'complete', text: result.text === '' ? '' : result.output, usage };
}

/** Vectors as the model gives them, in order. */
export async function callEmbedding(model: EmbeddingModel, texts: readonly string[], signal: AbortSignal) {
  const { embeddings, usage } = await embedMany({
    ...QUIETLY,
    model,
    values: [...texts],
    abortSignal: signal,
    maxParallelCalls: 1,
  });
  return { vectors: embeddings, inputTokens: usage.tokens };
}
