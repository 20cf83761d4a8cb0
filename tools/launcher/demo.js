import { delimiter } from 'node:path';
import { installMissingPackages } from '../setup/install.js';
import { providePrometheusByDocker } from '../setup/prometheus-container.js';
import { run } from './run.js';
import { buildWebWhenStale } from './web-build.js';

/**
 * @typedef {{ root: string, flags: readonly string[], rest: readonly string[] }} Invocation
 * `rest` are arguments for the program that is run
 */

/** @param {Invocation} invocation */
export async function runDemo({ root, flags, rest }) {
  await providePrometheus(flags);
  await buildWebWhenStale(root);
  return (await run('node', ['apps/cli/src/main.ts', 'demo', ...rest], { cwd: root })).code;
}

/** @param {readonly string[]} flags */
async function providePrometheus(flags) {
  const missing = await installMissingPackages('demo', flags);
  if (missing.length === 0) return;
  const folder = await providePrometheusByDocker();
  if (folder !== null) {
    console.log('Prometheus runs in a container (docker).');
    process.env.PATH = [folder, process.env.PATH].join(delimiter);
    return;
  }
  console.error('Going on without Prometheus. Locum starts and asks for the address of yours on its first page.');
}
