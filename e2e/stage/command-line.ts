import { fileURLToPath } from 'node:url';
import { type FinishedProgram, type RunningProgram, startProgram } from '@locum/testkit';

const launcher = fileURLToPath(new URL('../../apps/cli/bin/locum.js', import.meta.url));

/** Starts `locum` as a person would. */
export function startLocum(args: readonly string[], environment?: Readonly<Record<string, string>>): RunningProgram {
  return startProgram(launcher, args, environment);
}

export function runLocum(
  args: readonly string[],
  environment?: Readonly<Record<string, string>>,
): Promise<FinishedProgram> {
  return startLocum(args, environment).finished;
}
