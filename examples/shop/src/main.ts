#!/usr/bin/env node
import { runCommandLine } from './cli/command-line.ts';

const outcome = await runCommandLine(process.argv.slice(2));
if ('exitCode' in outcome) {
  (outcome.exitCode === 0 ? console.log : console.error)(outcome.output);
  process.exitCode = outcome.exitCode;
} else {
  console.log(outcome.output);
  const stop = async (): Promise<void> => {
    await outcome.stop();
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}
