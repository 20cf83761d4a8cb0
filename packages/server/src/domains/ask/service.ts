import type { Answer, AskBody, componentHealth, HistoryEntry, Principal, Step } from '@locum/contracts';
import type { z } from 'zod';
import type { Database } from '../../platform/db/index.ts';
import { AppError, findAppError } from '../../platform/errors.ts';
import { createId } from '../../platform/ids.ts';
import type { Logger } from '../../platform/log.ts';
import type { FinishedRun, RunLog, RunWriter } from '../../platform/run-log/index.ts';
import type { Telemetry } from '../../platform/telemetry/index.ts';
import type { Catalog, KnowledgeFile, Lexicon } from '../catalog/index.ts';
import type { Sources } from '../sources/index.ts';
import { type Answered, type AnsweringDeps, answerQuestion, type CheckedQuestion } from './answering.ts';
import { createExamples } from './examples.ts';
import { createFeedback, type FeedbackInput } from './feedback.ts';
import { createHistory, type HistoryQuery, type HistoryReply } from './history.ts';
import { createHistoryWriter } from './history-writer.ts';
import { createGroundCache } from './pipeline/ground-cache.ts';
import { builtInPlanner, type Planner } from './pipeline/planner.ts';
import { recordStage } from './pipeline/stages/record.ts';
import { readQuestion } from './read-question.ts';
import { createReplay, type Replay } from './replay.ts';
import { createReview, type Review } from './review.ts';
import { createSourceLookup } from './source-lookup.ts';
import { createAskStore } from './store.ts';
import { parseUserQuery } from './user-query.ts';

export interface AskDeps extends Omit<AnsweringDeps, 'catalog' | 'examples' | 'grounds' | 'planner'> {
  readonly catalog: Pick<Catalog, 'get' | 'prepareWith'>;
  readonly database: Database;
  readonly sources: Pick<Sources, 'get' | 'onEvent'>;
  readonly runLog: RunLog;
  readonly telemetry: Pick<Telemetry, 'questions' | 'questionDuration'>;
  readonly log: Logger;
  readonly knowledge: readonly KnowledgeFile[];
  readonly lexicon: Lexicon;
  /** For replays, which must come out the same each time. Default: the built-in one. */
  readonly planner?: Planner;
}

/** A question that runs: its events can be followed until it ends. */
export interface RunningQuestion {
  readonly runId: string;
  /** The answer, once it is kept. */
  readonly answer: Promise<Answer>;
}

export interface Ask {
  /** Throws what the caller must correct (`question_empty`, `query_invalid`, `no_source`, `not_found`, …). */
  ask(principal: Principal, body: AskBody): Promise<Answer>;
  /** The same as a run, whose events (`run`, `step`, then `answer` or `error`) are stored as they happen. */
  start(principal: Principal, body: AskBody): Promise<RunningQuestion>;
  history(principal: Principal, query: HistoryQuery): Promise<HistoryReply>;
  getAnswer(principal: Principal, id: string): Promise<Answer>;
  giveFeedback(principal: Principal, id: string, feedback: FeedbackInput): Promise<HistoryEntry>;
  readonly review: Review;
  replay(principal: Principal, sourceId?: string): ReturnType<Replay>;
  health(): Promise<z.infer<typeof componentHealth>>;
  /** Waits for the questions that outlived their readers: they are answered and kept all the same. */
  close(): Promise<void>;
}

export function createAsk(deps: AskDeps): Ask {
  const { database, sources, runLog, clock, log, knowledge, lexicon, planner = builtInPlanner } = deps;
  const store = createAskStore(database);
  const examples = createExamples({ store, clock, log });
  const grounds = createGroundCache(knowledge, lexicon);
  // Before anybody asks: the first question to a changed catalog would wait for it.
  deps.catalog.prepareWith((snapshot, signal) => grounds.of(snapshot, signal));
  const answering: AnsweringDeps = { ...deps, examples, grounds, planner };
  const writer = createHistoryWriter(store);
  const history = createHistory(store);
  const findSource = createSourceLookup(deps);

  async function checkQuestion(principal: Principal, body: AskBody, id: string): Promise<CheckedQuestion> {
    const question = readText(body);
    if (body.promql !== undefined) parseUserQuery(body.promql);
    const { organisationId } = principal;
    const [{ source, found: snapshot }, previous] = await Promise.all([
      findSource(principal, body.sourceId),
      body.previousQuestionId === undefined ? undefined : history.get(organisationId, body.previousQuestionId),
    ]);
    const readBefore = previous && (previous.readAs ?? previous.question);
    return { id, organisationId, question, source, snapshot, body, previous: readBefore };
  }

  async function answer(asked: CheckedQuestion, started: Started): Promise<Done> {
    const answered = await answerQuestion(asked, answering);
    return { answered, answer: toAnswer(asked, answered, started, clock.monotonic()) };
  }

  async function record(principal: Principal, done: Done, started: Started, run?: FinishedRun) {
    const recordedAt = clock.monotonic();
    const { summary } = await recordStage({ ...done, principal, run }, { writer, log });
    const ms = round(clock.monotonic() - started.monotonic);
    const { status, cached } = done.answer;
    deps.telemetry.questions.labels(status, String(cached)).inc();
    deps.telemetry.questionDuration.labels(status).observe(ms / 1000);
    return { ms, step: { name: 'record', summary, ms: round(clock.monotonic() - recordedAt) } satisfies Step };
  }

  const running = new Set<Promise<Answer>>();
  const startClock = (): Started => ({ monotonic: clock.monotonic(), nowMs: clock.now() });

  return {
    async ask(principal, body) {
      const started = startClock();
      const id = createId(started.nowMs);
      const done = await answer(await checkQuestion(principal, body, id), started);
      const run = toFinishedRun(principal, done.answer, new Date(clock.now()));
      const { step, ms } = await record(principal, done, started, run);
      return { ...done.answer, steps: [...done.answer.steps, step], ms };
    },

    async start(principal, body) {
      const started = startClock();
      const run = runLog.start(principal, 'question');
      const asked = await checkQuestion(principal, body, run.id);
      await run.emit('run', { id: run.id });
      const onStep = (step: Step) => emit(run, 'step', step, log);
      const work = async () => {
        const done = await answer({ ...asked, onStep }, started);
        const { step, ms } = await record(principal, done, started);
        onStep(step);
        return { ...done.answer, steps: [...done.answer.steps, step], ms };
      };
      const finished = work().then(
        (result) => endRun(run, 'answer', result, log).then(() => result),
        async (error: unknown) => {
          await endRun(run, 'error', describeError(error, log), log);
          throw error;
        },
      );
      running.add(finished);
      finished.catch(() => undefined).finally(() => running.delete(finished));
      return { runId: run.id, answer: finished };
    },

    history: ({ organisationId }, query) => history.list(organisationId, query),
    getAnswer: async ({ organisationId }, id) => history.getAnswer(organisationId, id),
    giveFeedback: createFeedback({ store, history, examples, clock, findSource }),
    review: createReview({ ...deps, sources }),
    replay: createReplay({ ...answering, sources, examples }),
    async health() {
      return writer.failure === null
        ? { state: 'up' }
        : { state: 'degraded', message: 'the last question could not be kept in the history' };
    },
    async close() {
      await Promise.allSettled(running);
    },
  };
}

interface Done {
  readonly answer: Answer;
  readonly answered: Answered;
}

interface Started {
  readonly monotonic: number;
  readonly nowMs: number;
}

function readText({ question, promql }: AskBody): string {
  const read = readQuestion(question);
  if (read.outcome === 'ok') return read.text;
  // A query of one's own needs no question.
  if (read.outcome === 'empty' && promql !== undefined) return promql.slice(0, 2000);
  throw new AppError(read.code);
}

function toAnswer(asked: CheckedQuestion, answered: Answered, started: Started, monotonic: number): Answer {
  const { body, id, question } = asked;
  const { draft, readAs, steps, cached } = answered;
  return {
    id,
    question,
    ...(body.previousQuestionId !== undefined && { previousQuestionId: body.previousQuestionId }),
    ...(readAs !== undefined && { readAs }),
    ...draft,
    cached,
    steps: [...steps],
    askedAt: new Date(started.nowMs).toISOString(),
    ms: round(monotonic - started.monotonic),
  };
}

/** The same events as those of a question that is streamed. */
function toFinishedRun({ organisationId }: Principal, answer: Answer, endedAt: Date): FinishedRun {
  const events = [
    { name: 'run', data: { id: answer.id } },
    ...answer.steps.map((step) => ({ name: 'step', data: step })),
    { name: 'answer', data: answer },
  ].map((event, index) => ({ ...event, seq: index + 1, at: endedAt.toISOString() }));
  return { id: answer.id, organisationId, kind: 'question', createdAt: new Date(answer.askedAt), endedAt, events };
}

function emit(run: RunWriter, name: string, data: unknown, log: Logger): void {
  run.emit(name, data).catch((error: unknown) => log.warn({ err: error }, 'an event of a run could not be stored'));
}

async function endRun(run: RunWriter, name: string, data: unknown, log: Logger): Promise<void> {
  emit(run, name, data, log);
  await run.end().catch((error: unknown) => log.warn({ err: error }, 'a run could not be stored'));
}

/** What the call itself would have replied. */
function describeError(error: unknown, log: Logger) {
  const known = findAppError(error) ?? new AppError('internal', { cause: error });
  if (known.code === 'internal') log.error({ err: error }, 'a question failed');
  return { code: known.code, message: known.publicMessage, ...(known.hint !== undefined && { hint: known.hint }) };
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
