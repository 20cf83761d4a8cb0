import type { Answer } from '@locum/contracts';
import { exitCodes } from '../../exit-codes.ts';
import { UsageError } from '../../terminal/report-failure.ts';
import { printJson } from '../../terminal/style.ts';
import type { AskOptions } from '../ask.ts';
import { type AnswerSource, askServer, openDirect } from './answer-source.ts';
import { printAnswer } from './print-answer.ts';
import { showProgress } from './progress.ts';

const WATCH_SECONDS = 30;

/** Asks once, or again and again with `--watch`. The exit code says how the last answer went. */
export async function runQuestion(question: string, options: AskOptions): Promise<void> {
  const { watch } = options;
  const source = options.prometheus === undefined ? askServer(options) : await openDirect(options.prometheus, options);
  try {
    if (watch === undefined) return finish(await askOnce(source, question, options), options);
    await watchQuestion(source, question, options, watch === true ? WATCH_SECONDS : watch);
  } finally {
    await source.close();
  }
}

async function askOnce(source: AnswerSource, question: string, options: AskOptions): Promise<Answer> {
  const progress = showProgress(options.json !== true);
  try {
    return await source.ask(question, {
      range: options.range,
      anew: options.watch !== undefined,
      onStep: progress.onStep,
    });
  } finally {
    progress.clear();
  }
}

function finish(answer: Answer, options: AskOptions): void {
  if (options.json) printJson(answer);
  else printAnswer(answer, { explain: options.explain === true });
  process.exitCode = codeOf(answer.status);
}

async function watchQuestion(source: AnswerSource, question: string, options: AskOptions, seconds: number) {
  if (options.time !== undefined) throw new UsageError('--watch asks about now; leave --time out.');
  const stopped = new AbortController();
  process.once('SIGINT', () => stopped.abort());
  for (;;) {
    const answer = await askOnce(source, question, options);
    if (!options.json) startAnswer(answer);
    finish(answer, options);
    const isStopped = await pause(seconds * 1000, stopped.signal);
    if (!isStopped) continue;
    process.exitCode = exitCodes.interrupted.code;
    return;
  }
}

/** On a terminal each answer takes the place of the one before; elsewhere a line with its time stands between them. */
function startAnswer({ askedAt }: Answer): void {
  if (process.stdout.isTTY) process.stdout.write('\x1b[2J\x1b[H');
  else console.log(`\n--- ${askedAt.slice(0, 19).replace('T', ' ')} UTC ---\n`);
}

/** Answers true when it was cut short. */
function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(true);
    const timer = setTimeout(() => resolve(false), ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

function codeOf(status: Answer['status']): number {
  if (status === 'declined') return exitCodes.declined.code;
  if (status === 'refused') return exitCodes.refused.code;
  return status === 'failed' ? exitCodes.failed.code : exitCodes.answered.code;
}
