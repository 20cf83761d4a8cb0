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
  if (outcome.untilStdinEnds) process.stdin.resume().once('end', stop);
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}
