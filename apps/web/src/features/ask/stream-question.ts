import { ApiError } from '@locum/client';
import {
  type Answer,
  type AskBody,
  ask,
  type ErrorCode,
  errorReply,
  errorTable,
  followRun,
  type RunEvent,
  type Step,
} from '@locum/contracts';
import { client } from '../../api.ts';
import { isFailure } from '../../failure.ts';

/**
 * Asks, telling each stage as it comes, and resolves with the answer. A stream that is cut is taken up again where it
 * ended, once the run is known. What the server says went wrong is thrown as the ApiError it would have replied.
 */
export async function streamQuestion(
  body: AskBody,
  signal: AbortSignal,
  onStep: (step: Step) => void,
): Promise<Answer> {
  const run: RunState = { id: null, lastSeq: 0 };
  try {
    const answer = await read(client.stream(ask, { body }, { signal }), run, onStep);
    if (answer) return answer;
  } catch (failure) {
    if (signal.aborted || !run.id || !isFailure(failure, 'connection_failed')) throw failure;
  }
  const rest = run.id && client.stream(followRun, { params: { id: run.id } }, { afterSeq: run.lastSeq, signal });
  const answer = rest ? await read(rest, run, onStep) : null;
  if (!answer) throw new Error('The stream ended before the answer.');
  return answer;
}

interface RunState {
  id: string | null;
  lastSeq: number;
}

async function read(
  events: AsyncIterable<RunEvent>,
  run: RunState,
  onStep: (step: Step) => void,
): Promise<Answer | null> {
  for await (const event of events) {
    run.lastSeq = event.seq;
    // The stream is typed by its event names; the server's tests hold the data to the contract.
    if (event.name === 'run') run.id = (event.data as { id: string }).id;
    if (event.name === 'step') onStep(event.data as Step);
    if (event.name === 'answer') return event.data as Answer;
    if (event.name === 'error') throw failureOf(event.data);
  }
  return null;
}

/** The error that a run recorded, as the call itself would have thrown it. */
function failureOf(data: unknown): ApiError {
  const parsed = errorReply.shape.error.partial({ requestId: true }).safeParse(data);
  const { code, ...rest } = parsed.success ? parsed.data : { code: 'internal', message: errorTable.internal.message };
  return new ApiError(isErrorCode(code) ? code : 'internal', { ...rest, status: 200 });
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorTable, code);
}
