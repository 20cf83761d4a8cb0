import { type Command, InvalidArgumentError } from 'commander';
import { addConnectionOptions, type ConnectionOptions } from '../connection.ts';
import { UsageError } from '../terminal/report-failure.ts';
import { parseMoment } from './ask/moment.ts';
import { parseRange, type RangeOption } from './ask/range.ts';

export interface AskOptions extends ConnectionOptions {
  readonly source?: string;
  readonly prometheus?: string;
  readonly range?: RangeOption;
  readonly explain?: true;
  readonly watch?: number | true;
  readonly json?: true;
  readonly time?: number;
  readonly batch?: string;
  readonly out?: string;
  readonly replay?: true;
}

const EXAMPLES = `
Examples:
  locum ask "p95 latency of checkout, per route"
  locum ask "which pods restarted in the last hour?" --prometheus http://127.0.0.1:9090
  locum ask "memory of cart" --range 6h --explain
  locum ask --batch questions.jsonl --out answers.jsonl --prometheus http://127.0.0.1:9090`;

/** `locum ask`: one question, a file of them, or what was learned asked again. */
export function defineAsk(command: Command): void {
  addConnectionOptions(command)
    .argument('[question]', 'what you want to know, in plain language')
    .option('--source <name>', 'another source than the default one')
    .option('--prometheus <url>', 'ask this Prometheus directly, without a server')
    .option('--range <span>', 'how far back to look: 30m, 6h, 7d, or two moments 2026-11-20T09:00Z..10:00Z', parseRange)
    .option('--explain', 'also say how the question was read, what the query means and what each stage did')
    .option('--watch [seconds]', 'ask again and again, every 30 seconds unless said otherwise', parseSeconds)
    .option('--json', 'print the whole answer as JSON')
    .option('--time <moment>', 'what "now" is: RFC 3339 or Unix seconds (with --prometheus)', parseMoment)
    .option('--batch <file>', 'plan every question of a JSON lines file of {id, question}; needs --out, --prometheus')
    .option('--out <file>', 'where --batch writes its JSON lines')
    .option('--replay', 'ask everything that was accepted or corrected again; fails when the planner got worse')
    .addHelpText('after', EXAMPLES)
    // Counted by `runAsk`, which knows why there are several.
    .allowExcessArguments()
    .action(runAsk);
}

async function runAsk(question: string | undefined, options: AskOptions, { args }: Command): Promise<void> {
  if (args.length > 1) throw new UsageError(`Put the question in quotes: locum ask "${args.join(' ')}"`);
  if (options.time !== undefined && options.prometheus === undefined)
    throw new UsageError(
      'A server asks about now: --time goes with --prometheus URL. For the past, use --range 2026-11-20T09:00Z..10:00Z.',
    );
  if (options.batch !== undefined) return (await import('./ask/batch.ts')).runBatch(options.batch, options);
  if (options.replay) return (await import('./ask/replay.ts')).runReplay(options);
  if (question === undefined || question.trim() === '')
    throw new UsageError('Ask something: locum ask "which service has the most errors?"');
  return (await import('./ask/question.ts')).runQuestion(question, options);
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (Number.isFinite(seconds) && seconds >= 1 && seconds <= 86_400) return seconds;
  throw new InvalidArgumentError('It must be a number of seconds from 1 to 86400.');
}
