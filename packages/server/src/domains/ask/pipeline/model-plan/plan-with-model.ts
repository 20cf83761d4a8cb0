import type { Clock } from '../../../../platform/clock.ts';
import { AppError } from '../../../../platform/errors.ts';
import { cleanText, type Generated, type Models } from '../../../models/index.ts';
import type { PlanInput, PlannedQuery, Unplanned } from '../planner.ts';
import { type AcceptedQuery, acceptQuery } from './accept-query.ts';
import { type ChosenCatalog, chooseFamilies, type FamilySearch } from './choose-families.ts';
import { type ModelPlan, modelPlan } from './plan-schema.ts';
import { INSTRUCTIONS, writePrompt, writeRepair } from './write-prompt.ts';

export interface ModelPlanInput extends PlanInput {
  /** What the built-in planner makes of the question; never a refusal. */
  readonly builtIn: PlannedQuery | Unplanned;
}

export interface ModelPlanDeps {
  readonly models: Pick<Models, 'generate'>;
  readonly organisationId: string;
  readonly search: FamilySearch;
  /** For everything, the repair round included. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** Why the built-in plan has to do. Also the code of the model's failure, such as `model_timeout`. */
export type FallbackReason = 'declined' | 'refused' | 'truncated' | 'malformed' | 'rejected' | AppError['code'];

export type ModelPlanOutcome =
  | { readonly outcome: 'plan'; readonly planned: PlannedQuery; readonly notices: readonly string[] }
  | { readonly outcome: 'fallback'; readonly reason: FallbackReason; readonly notices: readonly string[] };

// Less is not worth beginning another round with.
const SHORTEST_ROUND_MS = 300;

/**
 * Asks a model for a query, checks it against the catalog, lets the model correct it once, and otherwise says why the built-in
 * plan has to do. Throws only what ends the question as well: an abort, a bug.
 */
export async function planWithModel(input: ModelPlanInput, deps: ModelPlanDeps): Promise<ModelPlanOutcome> {
  const deadline = deps.clock.monotonic() + deps.timeoutMs;
  try {
    const chosen = await chooseFamilies(input, input.builtIn, deps.search);
    const prompt = writePrompt(input, input.builtIn, chosen);
    const first = await ask(prompt, chosen, input, deps, deadline);
    if (first.outcome !== 'ok') return unusable(first);
    const read = readPlan(first, input);
    if (read.outcome !== 'rejected') return read.result;
    if (deadline - deps.clock.monotonic() < SHORTEST_ROUND_MS)
      return fallback('model_timeout', ['The model had no time left to correct its query.']);
    const repair = writeRepair(prompt, first.value.promql, read.objections);
    const second = await ask(repair, chosen, input, deps, deadline);
    if (second.outcome !== 'ok') return unusable(second);
    const reread = readPlan(second, input);
    return reread.outcome === 'rejected'
      ? fallback('rejected', [...second.notices, `The model's query was not used: ${reread.objections[0]}`])
      : reread.result;
  } catch (error) {
    input.signal?.throwIfAborted();
    if (!(error instanceof AppError) || (!error.code.startsWith('model_') && error.code !== 'no_model')) throw error;
    return fallback(error.code, [`${error.publicMessage}${error.hint === undefined ? '' : ` ${error.hint}`}`]);
  }
}

function ask(prompt: string, chosen: ChosenCatalog, input: ModelPlanInput, deps: ModelPlanDeps, deadline: number) {
  return deps.models.generate(deps, {
    instructions: INSTRUCTIONS,
    prompt,
    schema: modelPlan,
    schemaName: 'query_plan',
    instanceNames: instanceNames(chosen),
    timeoutMs: Math.max(1, deadline - deps.clock.monotonic()),
    signal: input.signal,
  });
}

// Labels that name single machines, pods and containers in the conventions of Prometheus, Kubernetes and OpenTelemetry.
const INSTANCE_LABELS =
  /^(?:(?:exported_)?(?:instance|pod|pod_name|node|node_name|nodename|host|hostname|container_id|pod_ip|host_ip)|k8s_(?:pod|node)_name|host_name|service_instance_id)$/;

function instanceNames({ families, mentions }: ChosenCatalog): string[] {
  const shown = families.flatMap(({ labels }) =>
    [...labels].flatMap(([label, { values }]) => (INSTANCE_LABELS.test(label) ? values : [])),
  );
  const named = mentions.flatMap(({ text, places }) =>
    places.flatMap(({ label, value }) => (INSTANCE_LABELS.test(label) ? [value, text] : [])),
  );
  return [...new Set([...shown, ...named])];
}

type Answered = Extract<Generated<ModelPlan>, { outcome: 'ok' }>;
type ReadPlan =
  | { readonly outcome: 'read'; readonly result: ModelPlanOutcome }
  | { readonly outcome: 'rejected'; readonly objections: readonly string[] };

function readPlan({ value, notices }: Answered, input: ModelPlanInput): ReadPlan {
  if (value.promql.trim() === '') {
    const reason = cleanText(value.decline ?? '', { maxLength: 300 });
    const words = `The model found nothing here that answers this${reason === '' ? '.' : `: ${reason}`}`;
    return { outcome: 'read', result: fallback('declined', [...notices, words]) };
  }
  const accepted = acceptQuery(value.promql, input.ground.snapshot);
  if (accepted.outcome === 'rejected') return accepted;
  return { outcome: 'read', result: { outcome: 'plan', planned: toPlanned(value, accepted, input.builtIn), notices } };
}

function toPlanned(plan: ModelPlan, accepted: AcceptedQuery, builtIn: PlannedQuery | Unplanned): PlannedQuery {
  const other = builtIn.outcome === 'planned' ? builtIn : undefined;
  // Two planners that agree: the built-in one knows the unit and the other readings as well.
  if (other?.promql === accepted.promql) return { ...other, confidence: Math.max(other.confidence, plan.confidence) };
  const { expr, promql, windowSeconds } = accepted;
  const { kind, unit, confidence, rangeSeconds } = plan;
  return {
    outcome: 'planned',
    expr,
    promql,
    kind,
    ...(kind === 'range' && rangeSeconds !== null && { rangeSeconds }),
    ...(windowSeconds !== undefined && { windowSeconds }),
    unit,
    reading: cleanText(plan.reading, { maxLength: 300 }) || 'as the model read it',
    confidence,
    planner: 'model',
    alternatives: alternativesOf(other, promql),
  };
}

function alternativesOf(other: PlannedQuery | undefined, promql: string): PlannedQuery['alternatives'] {
  if (other === undefined) return [];
  const { reading, kind } = other;
  const own = { promql: other.promql, reading, kind, reason: 'how the built-in planner reads it' };
  return [own, ...other.alternatives].filter((alternative) => alternative.promql !== promql).slice(0, 5);
}

function unusable(reply: Exclude<Generated<ModelPlan>, { outcome: 'ok' }>): ModelPlanOutcome {
  const why = {
    refused: 'The model declined to answer.',
    truncated: "The model's reply was cut off before its end.",
    malformed: "The model's reply was not of the agreed form.",
  };
  return fallback(reply.outcome, [...reply.notices, why[reply.outcome]]);
}

function fallback(reason: FallbackReason, notices: readonly string[]): ModelPlanOutcome {
  return { outcome: 'fallback', reason, notices };
}
