import { type Answer, type AskBody, getAnswer, type Step } from '@locum/contracts';
import { create } from 'zustand';
import { client } from '../../api.ts';
import { rememberQuestion } from './ask-preferences.ts';
import { streamQuestion } from './stream-question.ts';

/** One question of a thread and what became of it. */
export interface Turn {
  key: string;
  body: AskBody;
  state: 'running' | 'done' | 'failed' | 'stopped';
  steps: Step[];
  answer?: Answer;
  failure?: unknown;
  /** The answer whose query this turn corrects, when the person edited it. */
  correctionOf?: string;
}

interface Thread {
  turns: Turn[];
}

export const useThread = create<Thread>(() => ({ turns: [] }));

const running = new Map<string, AbortController>();
let lastKey = 0;

/** Begins a new thread with this question. */
export function askNew(body: AskBody): Promise<Answer | null> {
  stopAll();
  useThread.setState({ turns: [] });
  return ask(body);
}

/** Asks within the thread: a follow-up, another reading, an edited query. Resolves with the answer, or null if none came. */
export function ask(body: AskBody, correctionOf?: string): Promise<Answer | null> {
  rememberQuestion(body.question);
  const key = `turn-${++lastKey}`;
  const turn: Turn = { key, body, state: 'running', steps: [], ...(correctionOf ? { correctionOf } : {}) };
  useThread.setState(({ turns }) => ({ turns: [...turns, turn] }));
  return run(key, body);
}

/** Asks the same again in the same place. */
export function retry(turn: Turn): Promise<Answer | null> {
  update(turn.key, (old) => ({ key: old.key, body: old.body, state: 'running', steps: [] }));
  return run(turn.key, turn.body);
}

export function stop(key: string): void {
  running.get(key)?.abort();
}

export function clearThread(): void {
  stopAll();
  if (useThread.getState().turns.length > 0) useThread.setState({ turns: [] });
}

/** Shows a past answer with the questions that led to it. Throws what the server said when it is not there. */
export async function openAnswer(id: string): Promise<void> {
  const answers = [await fetchAnswer(id)];
  while (answers[0]?.previousQuestionId && answers.length < MAX_ANCESTORS) {
    const earlier = await fetchAnswer(answers[0].previousQuestionId).catch(() => null);
    if (!earlier) break;
    answers.unshift(earlier);
  }
  stopAll();
  useThread.setState({ turns: answers.map(pastTurn) });
}

const MAX_ANCESTORS = 12;

function fetchAnswer(id: string): Promise<Answer> {
  return client.call(getAnswer, { params: { id } });
}

function pastTurn(answer: Answer): Turn {
  const body: AskBody = {
    question: answer.question,
    ...(answer.source ? { sourceId: answer.source.id } : {}),
    ...(answer.previousQuestionId ? { previousQuestionId: answer.previousQuestionId } : {}),
  };
  return { key: `turn-${++lastKey}`, body, state: 'done', steps: answer.steps, answer };
}

async function run(key: string, body: AskBody): Promise<Answer | null> {
  const controller = new AbortController();
  running.set(key, controller);
  try {
    const answer = await streamQuestion(body, controller.signal, (step) =>
      update(key, (turn) => ({ ...turn, steps: [...turn.steps, step] })),
    );
    update(key, (turn) => ({ ...turn, state: 'done', answer, steps: answer.steps.length ? answer.steps : turn.steps }));
    return answer;
  } catch (failure) {
    update(key, (turn) => ({
      ...turn,
      ...(controller.signal.aborted ? { state: 'stopped' } : { state: 'failed', failure }),
    }));
    return null;
  } finally {
    running.delete(key);
  }
}

function update(key: string, change: (turn: Turn) => Turn): void {
  useThread.setState(({ turns }) => ({ turns: turns.map((turn) => (turn.key === key ? change(turn) : turn)) }));
}

function stopAll(): void {
  for (const controller of running.values()) controller.abort();
}
