import './lighter-modules.ts';
import { Command, CommanderError } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { exitCodes } from './exit-codes.ts';
import { reportFailure } from './terminal/report-failure.ts';

/** A command adds its options and its action to `command`. Actions set `process.exitCode` or throw. */
export type DefineCommand = (command: Command) => void;

// Loaded only when named, so that `locum --help` and each command start without the others.
const commands: Record<string, { summary: string; load(): Promise<DefineCommand> }> = {
  ask: {
    summary: 'ask production a question',
    load: async () => (await import('./commands/ask.ts')).defineAsk,
  },
  catalog: {
    summary: 'show the metrics and services that questions can be about',
    load: async () => (await import('./commands/catalog.ts')).defineCatalog,
  },
  serve: {
    summary: 'run the server',
    load: async () => (await import('./commands/serve.ts')).defineServe,
  },
  link: {
    summary: 'print a one-time link that signs a browser in',
    load: async () => (await import('./commands/link.ts')).defineLink,
  },
  demo: {
    summary: 'start a small shop with real metrics and Locum beside it',
    load: async () => (await import('./commands/demo.ts')).defineDemo,
  },
};

const footer = `
Examples:
  locum demo
  locum ask "which service has the most errors?"
  locum catalog --search latency

Exit codes:
${Object.values(exitCodes)
  .map(({ code, meaning }) => `  ${String(code).padEnd(4)} ${meaning}`)
  .join('\n')}`;

async function buildProgram(args: readonly string[]): Promise<Command> {
  const program = new Command('locum')
    .description('Ask production a question; get a checked answer with its evidence.')
    .version(manifest.version)
    .addHelpText('after', footer)
    .showHelpAfterError('(locum --help lists the commands)')
    .exitOverride();
  const named = args.find((arg) => !arg.startsWith('-'));
  for (const [name, { summary, load }] of Object.entries(commands)) {
    const command = program
      .command(name)
      .summary(summary)
      .description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`)
      .exitOverride();
    command.showHelpAfterError(`(locum ${name} --help shows its arguments and options)`);
    if (name === named || (named === 'help' && args.includes(name))) (await load())(command);
  }
  return program;
}

async function main(args: readonly string[]): Promise<void> {
  const program = await buildProgram(args);
  if (args.length === 0) return program.outputHelp();
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help and version arrive here too, with 0; commander has printed what there was to say.
      process.exitCode = error.exitCode === 0 ? exitCodes.answered.code : exitCodes.usage.code;
      return;
    }
    process.exitCode = reportFailure(error, { asJson: args.includes('--json') });
  }
}

await main(process.argv.slice(2));
