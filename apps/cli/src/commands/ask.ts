import type { Command } from 'commander';
import { UsageError } from '../terminal/report-failure.ts';
import { parseMoment } from './ask/moment.ts';

export interface AskOptions {
  readonly batch?: string;
  readonly out?: string;
  readonly prometheus?: string;
  readonly time?: number;
}

export function defineAsk(command: Command): void {
  command
    .argument('[question]', 'what you want to know, in plain language')
    .option(
      '--batch <file>',
      'plan every question of a JSON lines file of {id, question}; needs --out and --prometheus',
    )
    .option('--out <file>', 'where --batch writes its JSON lines')
    .option('--prometheus <url>', 'ask this Prometheus directly, without a server')
    .option('--time <moment>', 'what "now" is: RFC 3339 or Unix seconds (with --prometheus)', parseMoment)
    .action(runAsk);
}

async function runAsk(question: string | undefined, options: AskOptions): Promise<void> {
  if (options.batch !== undefined) {
    const { runBatch } = await import('./ask/batch.ts');
    return runBatch(options.batch, options);
  }
  throw new UsageError('Ask something: locum ask "which service has the most errors?"');
}
