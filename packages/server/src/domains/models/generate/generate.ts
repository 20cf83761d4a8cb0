import type { z } from 'zod';
import type { Cache } from '../../../platform/cache/index.ts';
import { AppError } from '../../../platform/errors.ts';
import { createMasking, type Masking } from '../masking/masking.ts';
import { findObjection } from '../privacy.ts';
import type { SettingsService } from '../settings.ts';
import { type AskModelsDeps, createAskModels, toCandidate } from './ask-models.ts';
import type { ModelPrompt, ModelText, TokenUsage } from './call-model.ts';
import { cachedReply } from './reply-cache.ts';
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

export interface GenerateDeps extends AskModelsDeps {
  readonly settings: SettingsService;
  readonly cache: Cache;
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

export function createGenerator(deps: GenerateDeps): Generator {
  const ask = createAskModels(deps);
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
