import type { z } from 'zod';
import type { Cache } from '../../../platform/cache/index.ts';
import type { Clock } from '../../../platform/clock.ts';
import { AppError } from '../../../platform/errors.ts';
import { createMasking, type Masking } from '../masking/masking.ts';
import { findObjection, recipientOf } from '../privacy.ts';
import { modelProviders } from '../registry.ts';
import type { Model, SettingsService } from '../settings.ts';
import type { ModelPrompt, ModelText, TokenUsage } from './call-model.ts';
import { type MeasureDeps, measureCall } from './model-call.ts';
import { createModelFetch } from './model-fetch.ts';
import { cachedReply } from './reply-cache.ts';
import { type Candidate, type RestingModels, tryModels } from './try-models.ts';
import { toWireSchema } from './wire-schema.ts';

/** A question to a model whose reply is data of a known shape. */
export interface GenerateRequest<T> {
  /** Our own words: sent as they are. Never put telemetry or questions here. */
  readonly instructions: string;
  /** Masked before it leaves. Text from outside stands in `dataBlock`s. */
  readonly prompt: string;
  readonly schema: z.ZodType<T>;
  /** Letters, digits, `_` and `-`. */
  readonly schemaName: string;
  /** Names of instances and pods in the prompt, for organisations that hide them. */
  readonly instanceNames?: readonly string[];
  /** All attempts at all models together. Default 30 s. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

interface GeneratedBy {
  /** `"name" at host`. */
  readonly model: string;
  /** What to tell the reader: which models should have answered and did not. */
  readonly notices: readonly string[];
  readonly isCached: boolean;
  readonly usage: TokenUsage;
}

/** `refused`: the model declined; `truncated`: its tokens did not suffice; `malformed`: not of the shape, `fault` says where. */
export type Generated<T> = GeneratedBy &
  (
    | { readonly outcome: 'ok'; readonly value: T }
    | { readonly outcome: 'refused' | 'truncated' }
    | { readonly outcome: 'malformed'; readonly fault: string }
  );

export interface GenerateDeps extends MeasureDeps {
  readonly settings: SettingsService;
  readonly cache: Cache;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  readonly random: () => number;
  readonly resting: RestingModels;
}

interface Caller {
  readonly organisationId: string;
}

export interface Generator {
  /** Throws the AppError that says why no model may be asked, or why none answered. */
  generate<T>(caller: Caller, request: GenerateRequest<T>): Promise<Generated<T>>;
  /** Why no model may be asked now, or null. Sends nothing. */
  findObstacle(caller: Caller): Promise<AppError | null>;
}

type ModelCandidate = Candidate & { readonly model: Model };

/** As a model gave it, masked. */
interface Reply extends ModelText {
  readonly label: string;
  readonly notices: readonly string[];
}

const DEFAULT_TIMEOUT_MS = 30_000;
const MOST_REPLY_BYTES = 4_000_000;

export function createGenerator(deps: GenerateDeps): Generator {
  const ask = createAsk(deps);
  return {
    async generate<T>({ organisationId }: Caller, request: GenerateRequest<T>): Promise<Generated<T>> {
      const { privacy, candidates, notices } = await permittedModels(deps.settings, organisationId);
      request.signal?.throwIfAborted();
      const masking = createMasking({
        masksHostnames: privacy.masksHostnames,
        names: privacy.masksInstances ? (request.instanceNames ?? []) : [],
      });
      const prompt: ModelPrompt = {
        instructions: request.instructions,
        prompt: masking.mask(request.prompt),
        schema: toWireSchema(request.schema),
        schemaName: request.schemaName,
      };
      const { value: reply, isCached } = await cachedReply(deps.cache, {
        organisationId,
        identity: [prompt, candidates.map(({ key, model }) => [key, model.maxOutputTokens, model.temperature])],
        load: () => ask(candidates, prompt, request),
        isWorthKeeping: (raw) => readReply(raw, masking, request.schema).outcome === 'ok',
        signal: request.signal,
      });
      const { label: model, usage } = reply;
      const told = isCached ? notices : [...notices, ...reply.notices];
      return { ...readReply(reply, masking, request.schema), model, usage, notices: told, isCached };
    },

    async findObstacle({ organisationId }) {
      try {
        await permittedModels(deps.settings, organisationId);
        return null;
      } catch (error) {
        if (error instanceof AppError) return error;
        throw error;
      }
    },
  };
}

/** The models that may be asked, in order, and what to say of those that may not. Throws when none may. */
async function permittedModels(settings: SettingsService, organisationId: string) {
  const { privacy, models } = await settings.read(organisationId);
  // First: where nothing leaves, that is the answer, whatever else is or is not configured.
  if (privacy.mode === 'nothing_leaves') throw new AppError('model_nothing_leaves');
  const judged = models.map((model) => ({ model, objection: findObjection(privacy, model.url) }));
  const objections = judged.flatMap(({ objection }) => objection ?? []);
  const candidates = judged.filter(({ objection }) => objection === null).map(({ model }) => toCandidate(model));
  if (candidates.length === 0) throw objections[0] ?? new AppError('no_model');
  const notices = objections.map(({ hint = '', publicMessage }) => `${publicMessage} ${hint}`.trim());
  return { privacy, candidates, notices };
}

function createAsk({ clock, random, resting, fetch, onCall }: GenerateDeps) {
  // Servers that refuse a schema for their replies are asked for plain JSON from then on.
  const schemaless = new Set<string>();

  function connect({ key, model }: ModelCandidate) {
    const boundFetch = createModelFetch({ fetch, origin: recipientOf(model.url), maxBytes: MOST_REPLY_BYTES });
    return modelProviders[model.provider].connect(model, { fetch: boundFetch, takesSchema: !schemaless.has(key) });
  }

  return async (
    candidates: readonly ModelCandidate[],
    prompt: ModelPrompt,
    { timeoutMs = DEFAULT_TIMEOUT_MS, signal }: Pick<GenerateRequest<unknown>, 'timeoutMs' | 'signal'>,
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

type Read<T> =
  | { readonly outcome: 'ok'; readonly value: T }
  | { readonly outcome: 'refused' | 'truncated' }
  | { readonly outcome: 'malformed'; readonly fault: string };

function readReply<T>({ ending, text }: ModelText, masking: Masking, schema: z.ZodType<T>): Read<T> {
  if (ending !== 'complete') return { outcome: ending };
  const json = parseJson(text);
  if (json === undefined) return { outcome: 'malformed', fault: 'the reply is not JSON' };
  const parsed = schema.safeParse(masking.unmask(json));
  if (parsed.success) return { outcome: 'ok', value: parsed.data };
  const [issue] = parsed.error.issues;
  return { outcome: 'malformed', fault: `${issue?.path.join('.') || 'the reply'}: ${issue?.message}` };
}

/** Models without structured output like to wrap JSON in a fence. */
function parseJson(text: string): unknown {
  const [, fenced] = /^\s*```(?:json)?\s*\n([\s\S]*?)\n?```\s*$/.exec(text) ?? [];
  try {
    return JSON.parse(fenced ?? text);
  } catch {
    return undefined;
  }
}

function toCandidate(model: Model): ModelCandidate {
  const { host } = new URL(model.url);
  return { key: `${model.provider} ${model.url} ${model.name}`, label: `"${model.name}" at ${host}`, model };
}
