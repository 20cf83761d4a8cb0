import type { Answer, QueryPlan, Segment } from '@locum/contracts';
import type { AppError } from '../../../platform/errors.ts';
import { type CatalogSnapshot, suggestQuestions } from '../../catalog/index.ts';
import type { TelemetryProvider } from '../../sources/index.ts';
import { toIntent } from './answer/intent.ts';
import { tellApart } from './answer/tell-apart.ts';
import { unitOfResult } from './answer/unit-of-result.ts';
import type { PlannedQuery } from './planner.ts';
import {
  type PrepareDeps,
  type PreparedQuery,
  type PrepareInput,
  prepareQuery,
  type Unprepared,
} from './prepare-query.ts';
import { type AnswerBody, answerStage } from './stages/answer.ts';
import { executeStage } from './stages/execute.ts';
import type { StageLog } from './stages/stage-log.ts';

export interface PipelineDeps extends PrepareDeps {
  readonly provider: TelemetryProvider;
  readonly source: { readonly id: string; readonly name: string };
  /** Milliseconds since the epoch. */
  readonly nowMs: () => number;
}

/** An answer before it is somebody's: without id, times of asking, and steps. */
export type AnswerDraft = Omit<
  Answer,
  'id' | 'question' | 'previousQuestionId' | 'cached' | 'steps' | 'askedAt' | 'ms'
>;

/** understand → ground → plan → check → cost → execute → answer. Throws only what is no answer (an abort, a bug). */
export async function runPipeline(input: PrepareInput, deps: PipelineDeps, log: StageLog): Promise<AnswerDraft> {
  const prepared = await prepareQuery(input, deps, log);
  if (prepared.outcome !== 'prepared') return unanswered(prepared, deps);
  const version = deps.snapshot.serverVersion;
  const { provider, nowMs, snapshot } = deps;
  const source = { ...deps.source, version };
  const executed = await log.run('execute', () =>
    executeStage(prepared, { provider, source, snapshot, nowMs, signal: input.signal }),
  );
  if (executed.outcome === 'failed')
    return { ...failedDraft(executed.error, deps.source), ...describePrepared(prepared, deps) };
  const body = await log.run('answer', () => answerStage(prepared, executed, { snapshot, now: input.now }));
  const details = [...body.details, ...noticesOf(prepared.planned)];
  return { ...describePrepared(prepared, deps), ...body, details };
}

type Known = Omit<AnswerDraft, keyof AnswerBody>;

function describePrepared(prepared: PreparedQuery, { source }: PipelineDeps): Known & Pick<AnswerDraft, 'suggestions'> {
  const { understanding, planned, findings, cost, window, promql } = prepared;
  const plan: QueryPlan = {
    promql,
    kind: window.kind,
    endSeconds: window.endSeconds,
    ...(window.kind === 'range' && { startSeconds: window.startSeconds, stepSeconds: window.stepSeconds }),
    ...(planned.windowSeconds !== undefined && { windowSeconds: planned.windowSeconds }),
    unit: unitOfResult(planned, understanding),
    reading: planned.reading,
    confidence: planned.confidence,
    planner: planned.planner,
  };
  return {
    intent: toIntent(understanding, planned),
    plan,
    findings: [...findings],
    cost,
    alternatives: tellApart(planned),
    suggestions: [],
    source,
  };
}

const NOTHING = {
  headline: [],
  details: [],
  claims: [],
  evidence: [],
  findings: [],
  alternatives: [],
  suggestions: [],
  followUps: [],
};

function unanswered(unprepared: Unprepared, { source, snapshot }: PipelineDeps): AnswerDraft {
  const { outcome, reason, message, nearest, understanding, findings, cost } = unprepared;
  const near =
    nearest.length === 0 || outcome === 'refused'
      ? []
      : [[plain(`The nearest things here are ${nearest.join(', ')}.`)]];
  return {
    ...NOTHING,
    status: outcome,
    reason,
    headline: [plain(message)],
    details: [...near, ...noticesOf(unprepared)],
    intent: toIntent(understanding),
    findings: [...(findings ?? [])],
    ...(cost !== undefined && { cost }),
    suggestions: outcome === 'refused' ? [] : insteadOf(nearest, snapshot),
    source,
  };
}

/** Who asked what nothing is near to gets to know what can be asked. */
function insteadOf(nearest: readonly string[], snapshot: CatalogSnapshot): string[] {
  return [...(nearest.length > 0 ? nearest : suggestQuestions(snapshot, 3))];
}

/** The answer to a question whose source failed. */
export function failedDraft(
  error: AppError,
  { id, name }: { readonly id: string; readonly name: string },
): AnswerDraft {
  return {
    ...NOTHING,
    status: 'failed',
    reason: error.code === 'source_unreachable' ? 'source_down' : error.code,
    headline: [plain(error.publicMessage)],
    details: error.hint === undefined ? [] : [[plain(error.hint)]],
    source: { id, name },
  };
}

function noticesOf({ notices = [] }: Pick<PlannedQuery, 'notices'>): Segment[][] {
  return notices.map((notice) => [plain(notice)]);
}

function plain(text: string): Segment {
  return { text };
}
