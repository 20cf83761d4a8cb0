import { type FileHandle, open, readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { askBatch, type BatchQuestion, parseBatch } from '@locum/server/ask-batch';
import { exitCodes } from '../../exit-codes.ts';
import { UsageError } from '../../terminal/report-failure.ts';
import { readPrometheusUrl } from './prometheus-url.ts';

export interface BatchOptions {
  readonly out?: string;
  readonly prometheus?: string;
  readonly time?: number;
}

/** `ask --batch`: plans every question of a file in this process, without a server or a database. */
export async function runBatch(input: string, { out, prometheus, time }: BatchOptions): Promise<void> {
  if (out === undefined) throw new UsageError('--batch needs --out FILE: where the answers go.');
  if (prometheus === undefined) throw new UsageError('--batch needs --prometheus URL: which server to plan for.');
  const questions = await readQuestions(input);
  const file = await openOutput(out);
  const answers = askBatch(questions, {
    prometheusUrl: readPrometheusUrl(prometheus),
    now: time ?? Date.now() / 1000,
    onFault(id, error) {
      console.error(`Question ${JSON.stringify(id)} could not be planned:`, error);
      process.exitCode = exitCodes.failed.code;
    },
  });
  const lines = Readable.from(answers).map((answer: unknown) => `${JSON.stringify(answer)}\n`);
  await pipeline(lines, file.createWriteStream());
}

function openOutput(out: string): Promise<FileHandle> {
  return open(out, 'w').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${out} cannot be written (${error.code}). Name a file in a folder that exists.`);
  });
}

async function readQuestions(file: string): Promise<BatchQuestion[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} cannot be read (${error.code}). Give a JSON lines file of {id, question}.`);
  });
  try {
    return parseBatch(text);
  } catch (error) {
    if (error instanceof Error && error.name === 'BatchInputError') throw new UsageError(`${file}: ${error.message}`);
    throw error;
  }
}
