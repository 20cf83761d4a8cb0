import { recipientOf } from '../privacy.ts';
import { modelProviders } from '../registry.ts';
import type { Model } from '../settings.ts';
import type { ModelPrompt, ModelText } from './call-model.ts';
import { type MeasureDeps, measureCall } from './model-call.ts';
import { createModelFetch } from './model-fetch.ts';
import { type Candidate, type RestingModels, tryModels } from './try-models.ts';

export interface AskModelsDeps extends MeasureDeps {
  readonly fetch: typeof globalThis.fetch;
  readonly random: () => number;
  readonly resting: RestingModels;
}

export type ModelCandidate = Candidate & { readonly model: Model };

/** As a model gave it, masked; `notices` tell of the models that failed before. */
export interface Reply extends ModelText {
  readonly label: string;
  readonly notices: readonly string[];
}

const DEFAULT_TIMEOUT_MS = 30_000;
const MOST_REPLY_BYTES = 4_000_000;

/** Asks the first of several models that answers. Everything in the prompt is masked already. */
export function createAskModels({ clock, random, resting, fetch, onCall }: AskModelsDeps) {
  // Servers that refuse a schema for their replies are asked for plain JSON from then on.
  const schemaless = new Set<string>();

  function connect({ key, model }: ModelCandidate) {
    const boundFetch = createModelFetch({ fetch, origin: recipientOf(model.url), maxBytes: MOST_REPLY_BYTES });
    return modelProviders[model.provider].connect(model, { fetch: boundFetch, takesSchema: !schemaless.has(key) });
  }

  return async (
    candidates: readonly ModelCandidate[],
    prompt: ModelPrompt,
    {
      timeoutMs = DEFAULT_TIMEOUT_MS,
      signal,
    }: { readonly timeoutMs?: number; readonly signal?: AbortSignal | undefined },
  ): Promise<Reply> => {
    const [{ callModel }, { toModelFailure }] = await Promise.all([import('./call-model.ts'), import('./failures.ts')]);
    const explain = (error: unknown, { label }: Candidate) => toModelFailure(error, label, clock.now());
    const { candidate, value, notices } = await tryModels<ModelCandidate, ModelText>({
      candidates,
      timeoutMs,
      signal,
      clock,
      random,
      resting,
      async ask(asked, abort) {
        const { model } = asked;
        const languageModel = await connect(asked);
        const options = { maxOutputTokens: model.maxOutputTokens, temperature: model.temperature, signal: abort };
        return measureCall(
          { clock, onCall },
          { provider: model.provider, operation: 'generate' },
          {
            call: () => callModel(languageModel, prompt, options),
            spent: ({ ending, usage }) => ({ outcome: ending === 'complete' ? 'ok' : ending, ...usage }),
            explain: (error) => explain(error, asked),
            signal: abort,
          },
        );
      },
      explain(error, asked) {
        const failure = explain(error, asked);
        if (!failure.isMalformedRequest) return failure;
        // Many small servers know no schemas and answer 400; asked without they do.
        if (schemaless.delete(asked.key)) return failure;
        schemaless.add(asked.key);
        return { ...failure, isRetryable: true, retryAfterMs: 0 };
      },
    });
    return { ...value, label: candidate.label, notices };
  };
}

export function toCandidate(model: Model): ModelCandidate {
  const { id = 'configured', provider, url, name } = model;
  // With the id: what fails with one organisation's key may answer another's.
  return { key: `${id} ${provider} ${url} ${name}`, label: `"${name}" at ${new URL(url).host}`, model };
}
