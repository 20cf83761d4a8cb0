import type { Answer, Principal, Segment } from '@locum/contracts';
import { findAppError } from '../../../../platform/errors.ts';
import type { Logger } from '../../../../platform/log.ts';
import type { FinishedRun } from '../../../../platform/run-log/index.ts';
import type { HistoryWriter } from '../../history-writer.ts';
import type { NewQuestion } from '../../store.ts';
import type { Staged } from './stage-log.ts';

export interface RecordInput {
  readonly answer: Answer;
  readonly answered: { readonly firstId: string; readonly cached: boolean };
  readonly principal: Principal;
  /** Of a question that was not streamed. */
  readonly run?: FinishedRun | undefined;
}

/** Whether the question is in the history now. An answer is worth having even when it could not be kept. */
export interface Recorded {
  readonly isKept: boolean;
  readonly summary: string;
}

/** Resolves when the question is committed: who has the answer finds it in the history, whatever happens to the server. */
export async function recordStage(
  input: RecordInput,
  { writer, log }: { readonly writer: HistoryWriter; readonly log: Pick<Logger, 'error'> },
): Promise<Staged<Recorded>> {
  try {
    await writer.write(toRow(input), input.run);
    return { result: { isKept: true, summary: 'kept' }, summary: 'kept' };
  } catch (error) {
    log.error({ err: error }, 'a question could not be kept');
    const why = findAppError(error)?.publicMessage ?? 'Something failed on our side.';
    const summary = `not kept in the history: ${why}`;
    return { result: { isKept: false, summary }, summary };
  }
}

function toRow({ answer, answered, principal }: RecordInput): NewQuestion {
  return {
    id: answer.id,
    organisationId: principal.organisationId,
    sourceId: answer.source?.id ?? null,
    askedBy: principal.id,
    question: answer.question,
    readAs: answer.readAs ?? null,
    previousQuestionId: answer.previousQuestionId ?? null,
    status: answer.status,
    headline: textOf(answer.headline),
    promql: answer.plan?.promql ?? null,
    planner: answer.plan?.planner ?? null,
    askedAt: new Date(answer.askedAt),
    ms: answer.ms,
    cached: answer.cached,
    ...(answered.cached ? { answerOf: answered.firstId } : { answer }),
  };
}

/** PostgreSQL stores no NUL, which a label value may hold. */
function textOf(segments: readonly Segment[]): string {
  return segments
    .map(({ text }) => text)
    .join('')
    .replaceAll('\0', '');
}
