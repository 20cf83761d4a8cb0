import { formatDuration } from '@locum/promql';
import { z } from 'zod';
import { readQuestion } from './domains/ask/index.ts';
import { type OfflineOptions, openOffline } from './offline.ts';

/** One line of the input: JSON with at least these. */
const batchQuestion = z.object({ id: z.string(), question: z.string() });
export type BatchQuestion = z.infer<typeof batchQuestion>;

/** One line of the output, in the order of the input. */
export interface BatchAnswer {
  readonly id: string;
  readonly promql: string | null;
  readonly kind: 'instant' | 'range';
  /** The window of rates and averages, as a Prometheus duration. */
  readonly window?: string;
  /** No query is offered. */
  readonly refused: boolean;
  /** … for lack of grounding. */
  readonly declined: boolean;
  readonly reason?: string;
  readonly confidence: number;
  readonly ms: number;
}

/** A line of the input that is not what it must be; the message names the line. */
export class BatchInputError extends Error {
  override readonly name = 'BatchInputError';
}

/** JSON lines → questions; blank lines are skipped. Throws BatchInputError for the first line that is not right. */
export function parseBatch(text: string): BatchQuestion[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const parsed = batchQuestion.safeParse(parseJson(line));
    if (parsed.success) return [parsed.data];
    throw new BatchInputError(`Line ${index + 1} is not JSON with the texts "id" and "question".`);
  });
}

export interface BatchOptions extends Pick<OfflineOptions, 'prometheusUrl' | 'now' | 'planner'> {
  /** Told of a question at which something of ours broke; it is answered as refused for `internal`. */
  readonly onFault?: (id: string, error: unknown) => void;
}

/**
 * Plans every question against the Prometheus as of `now` (Unix seconds), without running any query. A question that breaks
 * the planner does not take the answers of the others with it.
 */
export async function* askBatch(
  questions: readonly BatchQuestion[],
  options: BatchOptions,
): AsyncGenerator<BatchAnswer> {
  const offline = await openOffline(options);
  try {
    for (const { id, question } of questions) {
      const startedAt = performance.now();
      const answer = await answerOne(question, offline.prepare).catch((error: unknown) => {
        options.onFault?.(id, error);
        return unanswered('internal', false);
      });
      yield { id, ...answer, ms: Math.round((performance.now() - startedAt) * 100) / 100 };
    }
  } finally {
    await offline.close();
  }
}

type Prepare = Awaited<ReturnType<typeof openOffline>>['prepare'];

async function answerOne(text: string, prepare: Prepare): Promise<Omit<BatchAnswer, 'id' | 'ms'>> {
  const question = readQuestion(text);
  if (question.outcome !== 'ok') return unanswered(question.code, true);
  const prepared = await prepare(question.text);
  if (prepared.outcome !== 'prepared') return unanswered(prepared.reason, prepared.outcome === 'declined');
  const { windowSeconds, confidence } = prepared.planned;
  return {
    promql: prepared.promql,
    kind: prepared.window.kind,
    ...(windowSeconds !== undefined && { window: formatDuration(windowSeconds * 1000) }),
    refused: false,
    declined: false,
    confidence: Math.round(confidence * 1000) / 1000,
  };
}

function unanswered(reason: string, declined: boolean): Omit<BatchAnswer, 'id' | 'ms'> {
  return { promql: null, kind: 'instant', refused: true, declined, reason, confidence: 0 };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
